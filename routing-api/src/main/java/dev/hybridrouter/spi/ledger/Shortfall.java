package dev.hybridrouter.spi.ledger;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.internal.Check;

/**
 * An account had too little left, so nothing was reserved anywhere.
 *
 * @param account the first account that had too little
 */
public record Shortfall(AccountState account) implements ReserveOutcome {
    /** Checks that the account is there. */
    public Shortfall {
        Check.notNull(account, "shortfall.account");
    }
}

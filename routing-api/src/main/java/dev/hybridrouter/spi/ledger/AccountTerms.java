package dev.hybridrouter.spi.ledger;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.util.Optional;

/**
 * What an account is opened with.
 *
 * @param id its name
 * @param window over which spend is added up
 * @param limit what may be spent in a window, above zero; empty if nothing stops it
 */
public record AccountTerms(AccountId id, BudgetWindow window, Optional<Money> limit) {
    /** Checks the parts. */
    public AccountTerms {
        Check.notNull(id, "account.id");
        Check.notNull(window, "account.window");
        Check.notNull(limit, "account.limit")
                .ifPresent(most -> Check.atLeast(1, most.nanoUsd(), "account[" + id + "].limit"));
    }
}

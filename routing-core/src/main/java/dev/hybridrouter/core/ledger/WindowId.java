package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.internal.Check;

/**
 * Identifies a window of an account, or a step of a rolling one, over restarts.
 *
 * @param account the account
 * @param startMillis when it began, as milliseconds of the epoch
 * @param endMillis the time from which it certainly counts no more
 */
public record WindowId(AccountId account, long startMillis, long endMillis) {
    /** Checks that the account is there. */
    public WindowId {
        Check.notNull(account, "window.account");
    }
}

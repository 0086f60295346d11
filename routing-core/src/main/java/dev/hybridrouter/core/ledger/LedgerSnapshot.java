package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.util.List;

/**
 * What a ledger has to remember over a restart. A host may write it in any form it likes.
 *
 * @param balances what was spent and what was open, by account and window
 */
public record LedgerSnapshot(List<Balance> balances) {
    /** Copies the balances. */
    public LedgerSnapshot {
        balances = Check.copy(balances, "snapshot.balances");
    }

    /**
     * One account in one window.
     *
     * @param account the account
     * @param windowStartMillis when the window began, as milliseconds of the epoch
     * @param settled what was spent
     * @param open what was reserved or pending; after the restart all of it is pending
     */
    public record Balance(AccountId account, long windowStartMillis, Money settled, Money open) {
        /** Checks that all is there and nothing is negative. */
        public Balance {
            Check.notNull(account, "balance.account");
            Check.atLeast(0, Check.notNull(settled, "balance.settled").nanoUsd(), "balance.settled");
            Check.atLeast(0, Check.notNull(open, "balance.open").nanoUsd(), "balance.open");
        }
    }
}

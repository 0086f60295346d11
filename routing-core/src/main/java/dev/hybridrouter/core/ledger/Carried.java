package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.target.Money;
import java.util.Map;

/**
 * A window as it is taken over a restart. A line in several accounts is taken over in parts, one for each, which have its
 * number: accounts are opened one by one.
 *
 * @param open amounts of the open lines, by number
 */
record Carried(AccountId account, long windowStartMillis, long settled, Map<Long, Long> open) {
    static Carried of(LedgerSnapshot.Balance balance, long line) {
        long open = balance.open().nanoUsd();
        return new Carried(
                balance.account(),
                balance.windowStartMillis(),
                balance.settled().nanoUsd(),
                open == 0 ? Map.of() : Map.of(line, open));
    }

    LedgerSnapshot.Balance balance() {
        long sum = open.values().stream().mapToLong(Long::longValue).sum();
        return new LedgerSnapshot.Balance(account, windowStartMillis, new Money(settled), new Money(sum));
    }
}

package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.target.Money;
import java.util.HashMap;
import java.util.Map;

/**
 * A window as it is taken over a restart. A line in several accounts is taken over in parts, one for each, which have its
 * number: accounts are opened one by one.
 *
 * @param open amounts of the open lines, by number
 */
record Carried(WindowId id, long settled, Map<Long, Long> open) {
    static Carried of(LedgerSnapshot.Balance balance, long line) {
        long open = balance.open().nanoUsd();
        return new Carried(
                new WindowId(balance.account(), balance.windowStartMillis(), Long.MAX_VALUE),
                balance.settled().nanoUsd(),
                open == 0 ? Map.of() : Map.of(line, open));
    }

    LedgerSnapshot.Balance balance() {
        long sum = open.values().stream().mapToLong(Long::longValue).sum();
        return new LedgerSnapshot.Balance(id.account(), id.startMillis(), new Money(settled), new Money(sum));
    }

    Carried without(long line, long actual) {
        Map<Long, Long> rest = new HashMap<>(open);
        rest.remove(line);
        return new Carried(id, settled + actual, rest);
    }
}

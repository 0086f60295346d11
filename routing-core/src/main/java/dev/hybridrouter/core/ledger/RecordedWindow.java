package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.util.HashMap;
import java.util.Map;

/**
 * A window as a recorder kept it over a restart. A line in several accounts is in a window of each, under the same number:
 * accounts are opened one by one.
 *
 * @param id the window
 * @param settled what was spent in it
 * @param open what its open lines hold, by their numbers
 */
public record RecordedWindow(WindowId id, Money settled, Map<Long, Money> open) {
    /** Copies the lines, and checks that all is there and nothing spent is negative. */
    public RecordedWindow {
        Check.notNull(id, "window.id");
        Check.atLeast(0, Check.notNull(settled, "window.settled").nanoUsd(), "window.settled");
        open = Check.copy(open, "window.open");
    }

    static RecordedWindow of(LedgerSnapshot.Balance balance, long line) {
        return new RecordedWindow(
                new WindowId(balance.account(), balance.windowStartMillis(), Long.MAX_VALUE),
                balance.settled(),
                balance.open().equals(Money.ZERO) ? Map.of() : Map.of(line, balance.open()));
    }

    LedgerSnapshot.Balance balance() {
        long sum = open.values().stream().mapToLong(Money::nanoUsd).sum();
        return new LedgerSnapshot.Balance(id.account(), id.startMillis(), settled, new Money(sum));
    }

    RecordedWindow without(long line, long actual) {
        Map<Long, Money> rest = new HashMap<>(open);
        rest.remove(line);
        return new RecordedWindow(id, new Money(settled.nanoUsd() + actual), rest);
    }
}

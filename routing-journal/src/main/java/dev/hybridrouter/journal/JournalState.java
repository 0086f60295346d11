package dev.hybridrouter.journal;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.ledger.RecordedWindow;
import dev.hybridrouter.core.ledger.WindowId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a journal says, record by record; the same while it is written and when it is read again. Not thread-safe. */
final class JournalState {
    private final Map<WindowId, Kept> windows = new LinkedHashMap<>();
    private long lastLine;

    /** The money of one window. */
    static final class Kept {
        private static final int UNNUMBERED = -1;

        final WindowId id;
        final Map<Long, Long> open = new HashMap<>(4);
        long settled;

        /** Its number in the file. */
        int number = UNNUMBERED;

        Kept(WindowId id) {
            this.id = id;
        }

        RecordedWindow recorded() {
            Map<Long, Money> lines = new HashMap<>();
            open.forEach((line, amount) -> lines.put(line, new Money(amount)));
            return new RecordedWindow(id, new Money(settled), lines);
        }

        boolean isNumbered() {
            return number != UNNUMBERED;
        }
    }

    Kept window(WindowId id) {
        return windows.computeIfAbsent(id, Kept::new);
    }

    Iterable<Kept> windows() {
        return windows.values();
    }

    void reserved(Kept window, long line, long amount) {
        window.open.put(line, amount);
        lastLine(line);
    }

    void ended(Kept window, long line, long actual) {
        window.open.remove(line);
        window.settled += actual;
    }

    void lastLine(long line) {
        lastLine = Math.max(lastLine, line);
    }

    long lastLine() {
        return lastLine;
    }

    /** Keeps the windows under other names of their accounts. */
    void rename(UnaryOperator<AccountId> names) {
        List<Kept> before = List.copyOf(windows.values());
        windows.clear();
        for (Kept kept : before) {
            Kept next =
                    window(new WindowId(names.apply(kept.id.account()), kept.id.startMillis(), kept.id.endMillis()));
            next.settled += kept.settled;
            next.open.putAll(kept.open);
        }
    }

    /** Drops the windows that are over. */
    void forget(long epochMillis) {
        windows.keySet().removeIf(id -> id.endMillis() <= epochMillis);
    }

    /** The beginning of the newest window; the time was that at least when the journal was written. */
    long latestStart() {
        return windows.keySet().stream().mapToLong(WindowId::startMillis).max().orElse(Long.MIN_VALUE);
    }

    List<RecordedWindow> recorded() {
        return windows.values().stream().map(Kept::recorded).toList();
    }
}

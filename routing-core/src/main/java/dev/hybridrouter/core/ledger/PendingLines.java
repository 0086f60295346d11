package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.Reservation;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Lines of which nobody knows yet what they cost, until they are reconciled or given up. Thread-safe, without locks. */
final class PendingLines {
    private final long waitMillis;
    private final boolean chargeExpired;
    private final Queue<Expiry> waiting = new ConcurrentLinkedQueue<>();

    /** A line and when it is given up. Lines wait equally long, so the queue is in order. */
    private record Expiry(Line line, long atMillis) {}

    /**
     * Creates an empty set.
     *
     * @param waitMillis how long a line waits before it is given up
     * @param chargeExpired whether a line that is given up is settled at what it holds, or released
     */
    PendingLines(long waitMillis, boolean chargeExpired) {
        this.waitMillis = waitMillis;
        this.chargeExpired = chargeExpired;
    }

    void add(Line line, long epochMillis) {
        waiting.add(new Expiry(line, epochMillis + waitMillis));
    }

    /** Gives up the lines that have waited long enough. */
    void giveUpLate(long epochMillis) {
        Expiry next = waiting.peek();
        while (next != null && next.atMillis <= epochMillis) {
            if (waiting.remove(next)) {
                giveUp(next.line);
            }
            next = waiting.peek();
        }
    }

    private void giveUp(Line line) {
        // Nobody waits until this is written down: it would be given up again after a restart.
        var unused = line.end(chargeExpired ? line.amount().nanoUsd() : 0);
    }

    /** Closes a line at its true cost; whether there was one. */
    boolean settle(long number, Money actual) {
        boolean closed = false;
        for (Expiry each : waiting) {
            if (each.line.line() == number) {
                closed |= each.line.settle(actual);
            }
        }
        return closed;
    }

    /** The lines, oldest first. */
    List<Reservation> lines() {
        return waiting.stream()
                .map(Expiry::line)
                .filter(Line::isPending)
                .<Reservation>map(line -> line)
                .toList();
    }

    /** Gives up the lines of an account that count nowhere any more; returns how long those wait that do. */
    long forget(AccountId id, long epochMillis) {
        long until = Long.MIN_VALUE;
        for (Expiry each : List.copyOf(waiting)) {
            List<WindowId> windows = each.line.windows();
            if (windows.stream().noneMatch(window -> window.account().equals(id))) {
                continue;
            }
            long end = windows.stream().mapToLong(WindowId::endMillis).max().orElse(Long.MIN_VALUE);
            if (end > epochMillis) {
                until = Math.max(until, Math.min(end, each.atMillis));
            } else if (waiting.remove(each)) {
                giveUp(each.line);
            }
        }
        return until;
    }
}

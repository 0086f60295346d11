package dev.hybridrouter.benchmarks.quota;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Runs what is due in order of time, at once; the clock jumps from one event to the next. */
final class VirtualTime {
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now;
    private long number;

    long now() {
        return now;
    }

    void at(long time, Runnable task) {
        events.add(new Event(Math.max(now, time), number++, task));
    }

    void after(long nanos, Runnable task) {
        at(now + nanos, task);
    }

    void runUntil(long end) {
        for (Event next = events.poll(); next != null && next.at() <= end; next = events.poll()) {
            now = next.at();
            next.task().run();
        }
    }

    private record Event(long at, long number, Runnable task) {}
}

package dev.hybridrouter.benchmarks.protection;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened, so that a run that saw nothing is told from one that found nothing. Not thread-safe. */
public final class Tally {
    private final Map<String, Long> counts = new TreeMap<>();

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** Returns how often that happened. */
    public long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}

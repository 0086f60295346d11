package dev.hybridrouter.benchmarks.protection;

import java.util.HashMap;
import java.util.Map;

/** One answer of a provider, as the oracle sees it. Not thread-safe. */
final class Born {
    final int number;
    final Asked by;
    final long started;
    private final Map<Integer, Map<String, Long>> users = new HashMap<>();
    long ended = Long.MAX_VALUE;
    long endedNanos;
    long kept;
    boolean cacheless;

    /** The longest that a store was told to keep it, in seconds. */
    long told;

    Born(int number, Asked by, long started) {
        this.number = number;
        this.by = by;
        this.started = started;
        take(by);
    }

    /** Another request takes part in the call. */
    void take(Asked asked) {
        kept = kept == 0 && users.isEmpty()
                ? asked.terms().kept()
                : Math.min(kept, asked.terms().kept());
        cacheless |= asked.terms().cacheless();
        asked(asked, asked.begun());
    }

    /** Somebody was given it, by one of the routers. */
    void asked(Asked asked, long when) {
        users.computeIfAbsent(asked.site(), site -> new HashMap<>()).putIfAbsent(asked.user(), when);
    }

    /** When one of the routers gave it to whom first. */
    Map<String, Long> users(int site) {
        return users.getOrDefault(site, Map.of());
    }

    String text() {
        return "answer " + number + " to " + by.text();
    }
}

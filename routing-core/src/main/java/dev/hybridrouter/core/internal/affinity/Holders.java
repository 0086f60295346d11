package dev.hybridrouter.core.internal.affinity;

import java.util.Arrays;

/** Until when the router's caches are believed to hold one prefix. Immutable. */
final class Holders {
    private final long[] untilNanos;

    private Holders(long[] untilNanos) {
        this.untilNanos = untilNanos;
    }

    /** None of so many caches holds it. */
    static Holders none(int caches, long nowNanos) {
        long[] until = new long[caches];
        Arrays.fill(until, nowNanos);
        return new Holders(until);
    }

    boolean holds(int cache, long nowNanos) {
        return untilNanos[cache] - nowNanos > 0;
    }

    /** A use never shortens what an earlier one was promised. */
    Holders until(int cache, long nanos) {
        return nanos - untilNanos[cache] > 0 ? with(cache, nanos) : this;
    }

    Holders with(int cache, long nanos) {
        long[] changed = untilNanos.clone();
        changed[cache] = nanos;
        return new Holders(changed);
    }

    /** How long until none holds it any more. */
    long nanosLeft(long nowNanos) {
        long longest = 0;
        for (long until : untilNanos) {
            longest = Math.max(longest, until - nowNanos);
        }
        return longest;
    }
}

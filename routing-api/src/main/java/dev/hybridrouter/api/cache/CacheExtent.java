package dev.hybridrouter.api.cache;

import dev.hybridrouter.api.internal.Check;

/**
 * How much a cache, or a part of it, holds.
 *
 * @param answers number of answers
 * @param bytes their size in memory, estimated
 */
public record CacheExtent(long answers, long bytes) {
    /** Refuses negative numbers. */
    public CacheExtent {
        Check.atLeast(0, answers, "extent.answers");
        Check.atLeast(0, bytes, "extent.bytes");
    }

    /** Nothing. */
    public static final CacheExtent NOTHING = new CacheExtent(0, 0);
}

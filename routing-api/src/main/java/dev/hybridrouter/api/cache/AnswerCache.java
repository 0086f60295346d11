package dev.hybridrouter.api.cache;

/**
 * The answers a router remembers. Safe for use from any thread. Answers of requests in progress while something is thrown
 * away are not remembered.
 */
public interface AnswerCache {
    /** How much it holds. */
    CacheExtent extent();

    /** What it did since the router was built, and why not more; {@link CacheReport#nothing()} unless the policy keeps it. */
    CacheReport report();

    /** Tells how much would be thrown away, and throws nothing away. */
    CacheExtent preview(Invalidation what);

    /** Throws answers away at once; returns how many there were. */
    CacheExtent invalidate(Invalidation what);

    /** Returns the cache of a router that has none: it holds nothing. */
    static AnswerCache none() {
        return NoAnswers.INSTANCE;
    }
}

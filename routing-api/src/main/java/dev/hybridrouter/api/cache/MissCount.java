package dev.hybridrouter.api.cache;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;

/**
 * How often a cache knew no answer for one reason, and what the calls that were made instead cost.
 *
 * @param cause the reason
 * @param misses how often
 * @param cost what the calls cost whose cost is known
 * @param unpriced number of calls whose cost is not known
 */
public record MissCount(MissCause cause, long misses, Money cost, long unpriced) {
    /** Refuses negative numbers. */
    public MissCount {
        Check.notNull(cause, "missCount.cause");
        Check.atLeast(0, misses, "missCount.misses");
        Check.notNull(cost, "missCount.cost");
        Check.atLeast(0, unpriced, "missCount.unpriced");
    }
}

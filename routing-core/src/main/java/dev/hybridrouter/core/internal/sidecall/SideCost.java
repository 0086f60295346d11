package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.api.target.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a side call cost.
 *
 * @param amount null if nobody knows it
 * @param isPending whether the amount is the most it can be, and is pending
 */
public record SideCost(@Nullable Money amount, boolean isPending) {
    static final SideCost FREE = new SideCost(Money.ZERO, false);
    static final SideCost UNKNOWN = new SideCost(null, false);

    /** What it certainly cost; null if nobody knows. */
    @Nullable
    Money settled() {
        return isPending ? null : amount;
    }

    /** What it cost, as reported; unknown if null. */
    public static SideCost known(@Nullable Money amount) {
        return amount == null ? UNKNOWN : new SideCost(amount, false);
    }

    /** The most it can cost. */
    public static SideCost pending(Money most) {
        return new SideCost(most, true);
    }
}

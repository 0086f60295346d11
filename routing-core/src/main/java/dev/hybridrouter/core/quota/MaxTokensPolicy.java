package dev.hybridrouter.core.quota;

import dev.hybridrouter.api.internal.Check;

/**
 * How far a request's {@code maxTokens} is lowered to what answers need, so that a call holds less of its quota. An opt-in:
 * an answer that would have been longer is cut. Immutable.
 */
public final class MaxTokensPolicy {
    private static final MaxTokensPolicy DEFAULTS = new Builder().build();

    private final double quantile;
    private final double margin;
    private final long floor;
    private final int minimumCount;
    private final double mostTruncated;
    private final int trial;
    private final int backOff;

    private MaxTokensPolicy(Builder builder) {
        quantile = builder.quantile;
        margin = builder.margin;
        floor = builder.floor;
        minimumCount = builder.minimumCount;
        mostTruncated = builder.mostTruncated;
        trial = builder.trial;
        backOff = builder.backOff;
    }

    /** Returns the policy with all defaults. */
    public static MaxTokensPolicy defaults() {
        return DEFAULTS;
    }

    /** Returns a builder with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The share of answers that are to fit; 0.99 by default. */
    public double quantile() {
        return quantile;
    }

    /** Factor on the length of those answers; 1.5 by default. */
    public double margin() {
        return margin;
    }

    /** Tokens below which the cap never falls; 64 by default. */
    public long floor() {
        return floor;
    }

    /** Answers of a model and operation that must be known first; 300 by default. */
    public int minimumCount() {
        return minimumCount;
    }

    /** The share of capped answers that may be cut; 0.02 by default. */
    public double mostTruncated() {
        return mostTruncated;
    }

    /** Capped answers over which that share is watched; 200 by default. */
    public int trial() {
        return trial;
    }

    /** Answers for which the caller's own maximum holds again after too many were cut; 1,000 by default. */
    public int backOff() {
        return backOff;
    }

    @Override
    public String toString() {
        return "MaxTokensPolicy[quantile=" + quantile + ", margin=" + margin + ", floor=" + floor + ", minimumCount="
                + minimumCount + ", mostTruncated=" + mostTruncated + ", trial=" + trial + ", backOff=" + backOff + "]";
    }

    /** Builds {@link MaxTokensPolicy}. Not thread-safe. */
    public static final class Builder {
        private double quantile = 0.99;
        private double margin = 1.5;
        private long floor = 64;
        private int minimumCount = 300;
        private double mostTruncated = 0.02;
        private int trial = 200;
        private int backOff = 1_000;

        private Builder() {}

        /** Sets the share of answers that are to fit, 0.5 to 1. */
        public Builder quantile(double value) {
            quantile = Check.between(0.5, 1, value, "maxTokens.quantile");
            return this;
        }

        /** Sets the factor on their length, 1 to 100. */
        public Builder margin(double value) {
            margin = Check.between(1, 100, value, "maxTokens.margin");
            return this;
        }

        /** Sets the tokens below which the cap never falls, at least 1. */
        public Builder floor(long value) {
            floor = Check.atLeast(1, value, "maxTokens.floor");
            return this;
        }

        /** Sets the answers that must be known first, 1 to 5,000. */
        public Builder minimumCount(int value) {
            minimumCount = (int) Check.between(1, 5_000, value, "maxTokens.minimumCount");
            return this;
        }

        /** Sets the share of capped answers that may be cut, 0 to 1. */
        public Builder mostTruncated(double value) {
            mostTruncated = Check.between(0, 1, value, "maxTokens.mostTruncated");
            return this;
        }

        /** Sets the capped answers over which that share is watched, at least 1. */
        public Builder trial(int value) {
            trial = Check.atLeast(1, value, "maxTokens.trial");
            return this;
        }

        /** Sets the answers for which the caller's own maximum holds again, at least 1. */
        public Builder backOff(int value) {
            backOff = Check.atLeast(1, value, "maxTokens.backOff");
            return this;
        }

        /** Returns the policy. */
        public MaxTokensPolicy build() {
            return new MaxTokensPolicy(this);
        }
    }
}

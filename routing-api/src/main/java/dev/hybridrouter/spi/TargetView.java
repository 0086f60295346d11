package dev.hybridrouter.spi;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.Tariff;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A target as constraints and strategies see it for one request: its settings, its health, what it charges, how long its
 * quota lets the request wait, and what it may already hold of it. Immutable.
 */
public final class TargetView {
    private final Target target;
    private final TargetHealth health;
    private final @Nullable Tariff tariff;
    private final long expectedInput;
    private final long expectedOutput;
    private final long cachedTokens;
    private final long quotaWaitNanos;

    private TargetView(Builder builder) {
        target = builder.target;
        health = builder.health;
        tariff = builder.tariff;
        expectedInput = builder.expectedInput;
        expectedOutput = builder.expectedOutput;
        cachedTokens = builder.cachedTokens;
        quotaWaitNanos = builder.quotaWaitNanos;
    }

    /** Returns a builder of the view of a target without tariff, for a request of which nothing is known. */
    public static Builder builder(Target target, TargetHealth health) {
        return new Builder(Check.notNull(target, "view.target"), Check.notNull(health, "view.health"));
    }

    /** Returns a builder that holds the values of this view. */
    public Builder toBuilder() {
        return new Builder(target, health).copy(this);
    }

    /** Returns the target's settings. */
    public Target target() {
        return target;
    }

    /** Returns its health. */
    public TargetHealth health() {
        return health;
    }

    /**
     * Returns what the target charges for the request now: its own tariff, or else the one of the router's price book. Empty
     * if neither is known.
     */
    public Optional<Tariff> tariff() {
        return Optional.ofNullable(tariff);
    }

    /**
     * Returns how many tokens of input the request is expected to have at this target, at least 0. An estimate from its size,
     * improved by what answers of the target's model reported.
     */
    public long expectedInputTokens() {
        return expectedInput;
    }

    /** Returns how many tokens of output are expected, at least 0: the request's limit, or 500 where it sets none. */
    public long expectedOutputTokens() {
        return expectedOutput;
    }

    /**
     * Returns what the request is expected to cost at this target: the expected tokens at the prices of its tariff, without
     * savings from a prompt cache. Empty if the target has no tariff, or the amount exceeds about 9.2 billion dollars.
     */
    public Optional<Money> expectedCost() {
        long nanoUsd = expectedCostNanoUsd();
        return nanoUsd < 0 ? Optional.empty() : Optional.of(new Money(nanoUsd));
    }

    /** Returns {@link #expectedCost()} in nano-dollars; -1 if it is unknown. For strategies, which are asked often. */
    public long expectedCostNanoUsd() {
        if (tariff == null) {
            return -1;
        }
        try {
            return tariff.priceOf(expectedInput)
                    .cost(expectedInput, expectedOutput)
                    .nanoUsd();
        } catch (ArithmeticException e) { // no amount of money
            return -1;
        }
    }

    /**
     * Returns how long the target's quota would make the request wait before it is sent. Zero if there is room, and if the
     * target has no quota. Where constraints are checked again before an attempt, it is what planning saw, or zero.
     */
    public Duration quotaWait() {
        return quotaWaitNanos == 0 ? Duration.ZERO : Duration.ofNanos(quotaWaitNanos);
    }

    /** Returns {@link #quotaWait()} in nanoseconds; {@link Long#MAX_VALUE} if the request is larger than the whole quota. */
    public long quotaWaitNanos() {
        return quotaWaitNanos;
    }

    /**
     * Returns the tokens of the request's input that the target's prompt cache is believed to hold, from the beginning of
     * the prompt; a rough count, 0 where affinity is not configured. Where constraints are checked again before an attempt,
     * it is what planning saw, or 0.
     */
    public long cachedTokens() {
        return cachedTokens;
    }

    @Override
    public String toString() {
        return "TargetView[" + target.id() + ", " + health + ", expected "
                + expectedInput + " in, " + expectedOutput + " out, cachedTokens=" + cachedTokens + ", quotaWait="
                + quotaWait() + "]";
    }

    /** Builds {@link TargetView}. Not thread-safe. */
    public static final class Builder {
        private final Target target;
        private final TargetHealth health;
        private @Nullable Tariff tariff;
        private long expectedInput;
        private long expectedOutput;
        private long cachedTokens;
        private long quotaWaitNanos;

        private Builder(Target target, TargetHealth health) {
            this.target = target;
            this.health = health;
        }

        private Builder copy(TargetView view) {
            tariff = view.tariff;
            expectedInput = view.expectedInput;
            expectedOutput = view.expectedOutput;
            cachedTokens = view.cachedTokens;
            quotaWaitNanos = view.quotaWaitNanos;
            return this;
        }

        /** Sets what the target charges for the request now. Default: unknown. */
        public Builder tariff(@Nullable Tariff value) {
            tariff = value;
            return this;
        }

        /** Sets how many tokens of input and output the request is expected to have, at least 0 each. Default: 0. */
        public Builder expectedTokens(long input, long output) {
            expectedInput = Check.atLeast(0, input, "view.expectedInputTokens");
            expectedOutput = Check.atLeast(0, output, "view.expectedOutputTokens");
            return this;
        }

        /** Sets how long its quota would make the request wait, in nanoseconds, at least 0. Default: 0. */
        public Builder quotaWaitNanos(long value) {
            quotaWaitNanos = Check.atLeast(0, value, "view.quotaWaitNanos");
            return this;
        }

        /** Sets the tokens of the request's input that its prompt cache is believed to hold, at least 0. Default: 0. */
        public Builder cachedTokens(long value) {
            cachedTokens = Check.atLeast(0, value, "view.cachedTokens");
            return this;
        }

        /** Returns the view. */
        public TargetView build() {
            return new TargetView(this);
        }
    }
}

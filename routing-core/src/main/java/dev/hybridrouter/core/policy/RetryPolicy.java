package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;

/**
 * How often and how long a request is tried. What is tried again at all is said by
 * {@link dev.hybridrouter.api.failure.FailureKind}. Immutable.
 */
public final class RetryPolicy {
    private static final RetryPolicy DEFAULTS = new Builder().build();

    private final int maxAttempts;
    private final Duration firstPause;
    private final Duration maxPause;
    private final double attemptShare;

    private RetryPolicy(Builder builder) {
        maxAttempts = builder.maxAttempts;
        firstPause = builder.firstPause;
        maxPause = builder.maxPause;
        attemptShare = builder.attemptShare;
        if (maxPause.compareTo(firstPause) < 0) {
            throw Check.invalid("retry.maxPause", maxPause, ">= retry.firstPause of " + firstPause);
        }
    }

    /** Returns the policy with all defaults. */
    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /** Returns a builder with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Most attempts of one request, the first included; 4 by default. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /**
     * Upper bound of the pause before the first retry on the same target; 200 ms by default. It doubles from retry to
     * retry. The pause itself is drawn evenly from zero to the bound (full jitter).
     */
    public Duration firstPause() {
        return firstPause;
    }

    /**
     * Upper bound of every drawn pause; 5 s by default. A provider's Retry-After may be longer, up to an hour. It
     * holds for all requests of the target.
     */
    public Duration maxPause() {
        return maxPause;
    }

    /**
     * Share of the time that is left which one attempt may take while another admissible target is left to try; 0.67 by
     * default, so that a target that hangs leaves room for the next. In a stream it bounds the time to first content.
     */
    public double attemptShare() {
        return attemptShare;
    }

    /** Returns a builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder()
                .maxAttempts(maxAttempts)
                .firstPause(firstPause)
                .maxPause(maxPause)
                .attemptShare(attemptShare);
    }

    /** Builds {@link RetryPolicy}. Not thread-safe. */
    public static final class Builder {
        private int maxAttempts = 4;
        private Duration firstPause = Duration.ofMillis(200);
        private Duration maxPause = Duration.ofSeconds(5);
        private double attemptShare = 0.67;

        private Builder() {}

        /** Sets the most attempts, the first included, 1 to 100. */
        public Builder maxAttempts(int value) {
            maxAttempts = (int) Check.between(1, 100, value, "retry.maxAttempts");
            return this;
        }

        /** Sets the bound of the first pause. */
        public Builder firstPause(Duration value) {
            firstPause = Check.positive(value, "retry.firstPause");
            return this;
        }

        /** Sets the bound of every pause; not below the first. */
        public Builder maxPause(Duration value) {
            maxPause = Check.positive(value, "retry.maxPause");
            return this;
        }

        /** Sets the share of the remaining time one attempt may take, 0.1 to 1. */
        public Builder attemptShare(double value) {
            attemptShare = Check.between(0.1, 1, value, "retry.attemptShare");
            return this;
        }

        /** Returns the policy. */
        public RetryPolicy build() {
            return new RetryPolicy(this);
        }
    }
}

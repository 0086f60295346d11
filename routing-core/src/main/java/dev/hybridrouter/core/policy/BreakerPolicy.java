package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;

/**
 * When a target is taken out of service and when it is tried again. Immutable.
 *
 * <p>Two rules open the breaker: half of the last 100 attempts failed, or 5 failed in a row. The second takes out a
 * dead target: within about 6 attempts that follow each other, and about 50 to 150 where many are in flight. The first takes
 * out one that is half dead. Chance opens the second, too: where attempts follow each other and fail independently, once in
 * about 15,500 attempts at 15 % failures, 3,900 at 20 %, and 590 at 30 %.
 */
public final class BreakerPolicy {
    private static final BreakerPolicy DEFAULTS = new Builder().build();

    private final int failures;
    private final int window;
    private final int inARow;
    private final int probes;
    private final Duration probation;
    private final Duration maxProbation;
    private final Duration recheck;

    private BreakerPolicy(Builder builder) {
        failures = builder.failures;
        window = builder.window;
        inARow = builder.inARow;
        probes = builder.probes;
        probation = builder.probation;
        maxProbation = builder.maxProbation;
        recheck = builder.recheck;
        if (window < failures) {
            throw Check.invalid("breaker.window", window, ">= breaker.failures of " + failures);
        }
        if (maxProbation.compareTo(probation) < 0) {
            throw Check.invalid("breaker.maxProbation", maxProbation, ">= breaker.probation of " + probation);
        }
    }

    /** Returns the policy with all defaults. */
    public static BreakerPolicy defaults() {
        return DEFAULTS;
    }

    /** Returns a builder with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Failures within the window that open the breaker; 50 by default. */
    public int failures() {
        return failures;
    }

    /** Attempts the window holds; 100 by default. */
    public int window() {
        return window;
    }

    /**
     * Failures in a row that open it, however empty the window is; 5 by default. A failure follows another only if its
     * attempt began after that one: what one broken connection takes with it counts once.
     */
    public int inARow() {
        return inARow;
    }

    /** Successful probes in a row that close it again; 2 by default. */
    public int probes() {
        return probes;
    }

    /** How long it stays open the first time; 5 s by default. Doubles each time a probe fails. */
    public Duration probation() {
        return probation;
    }

    /** The longest it stays open; 60 s by default. */
    public Duration maxProbation() {
        return maxProbation;
    }

    /** How long a misconfigured target is left alone before it is tried again; 60 s by default. */
    public Duration recheck() {
        return recheck;
    }

    /** Builds {@link BreakerPolicy}. Not thread-safe. */
    public static final class Builder {
        private int failures = 50;
        private int window = 100;
        private int inARow = 5;
        private int probes = 2;
        private Duration probation = Duration.ofSeconds(5);
        private Duration maxProbation = Duration.ofSeconds(60);
        private Duration recheck = Duration.ofSeconds(60);

        private Builder() {}

        /** Sets the failures that open it, at least 1, not more than the window holds. */
        public Builder failures(int value) {
            failures = Check.atLeast(1, value, "breaker.failures");
            return this;
        }

        /** Sets the attempts the window holds, 1 to 1,000. */
        public Builder window(int value) {
            window = (int) Check.between(1, 1_000, value, "breaker.window");
            return this;
        }

        /** Sets the failures in a row that open it, at least 1. */
        public Builder inARow(int value) {
            inARow = Check.atLeast(1, value, "breaker.inARow");
            return this;
        }

        /** Sets the successful probes that close it, at least 1. */
        public Builder probes(int value) {
            probes = Check.atLeast(1, value, "breaker.probes");
            return this;
        }

        /** Sets how long it stays open the first time. */
        public Builder probation(Duration value) {
            probation = Check.positive(value, "breaker.probation");
            return this;
        }

        /** Sets the longest it stays open. */
        public Builder maxProbation(Duration value) {
            maxProbation = Check.positive(value, "breaker.maxProbation");
            return this;
        }

        /** Sets how long a misconfigured target is left alone. */
        public Builder recheck(Duration value) {
            recheck = Check.positive(value, "breaker.recheck");
            return this;
        }

        /** Returns the policy. */
        public BreakerPolicy build() {
            return new BreakerPolicy(this);
        }
    }
}

package dev.hybridrouter.core.quota;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;

/**
 * How a twin judges a bucket whose other users and whose provider's clock it cannot see. The defaults are on the careful
 * side. Immutable.
 */
public final class QuotaPolicy {
    private static final QuotaPolicy DEFAULTS = new Builder().build();

    private final QuotaWindow window;
    private final double headroom;
    private final double throttleCut;
    private final Duration pause;
    private final Duration recovery;

    private QuotaPolicy(Builder builder) {
        window = builder.window;
        headroom = builder.headroom;
        throttleCut = builder.throttleCut;
        pause = builder.pause;
        recovery = builder.recovery;
    }

    /** Returns the policy with all defaults. */
    public static QuotaPolicy defaults() {
        return DEFAULTS;
    }

    /** Returns a builder with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** How a minute's quota comes back; {@link QuotaWindow#LEARNED} by default. */
    public QuotaWindow window() {
        return window;
    }

    /**
     * The share of each limit that is used, 0.98 by default. The rest is for what the twin sees at another time than the
     * provider: 2 % of a minute is 1.2 s of difference between two calls' ways to it.
     */
    public double headroom() {
        return headroom;
    }

    /** What an unforeseen throttle leaves of the share admitted so far, at least a tenth in all. Default: 0.9. */
    public double throttleCut() {
        return throttleCut;
    }

    /** How long nothing is admitted after a throttle whose answer does not say; 1 s by default. */
    public Duration pause() {
        return pause;
    }

    /**
     * How long the share would take to come back to what it was before a throttle, had that left nothing of a whole one. A smaller
     * cut takes as much less. It comes back fast at first and slowly near what it was; then it grows beyond that, ever faster.
     * Default: 2 min.
     */
    public Duration recovery() {
        return recovery;
    }

    @Override
    public String toString() {
        return "QuotaPolicy[window=" + window + ", headroom=" + headroom + ", throttleCut=" + throttleCut + ", pause="
                + pause + ", recovery=" + recovery + "]";
    }

    /** Builds {@link QuotaPolicy}. Not thread-safe. */
    public static final class Builder {
        private QuotaWindow window = QuotaWindow.LEARNED;
        private double headroom = 0.98;
        private double throttleCut = 0.9;
        private Duration pause = Duration.ofSeconds(1);
        private Duration recovery = Duration.ofMinutes(2);

        private Builder() {}

        /** Sets how a minute's quota comes back. */
        public Builder window(QuotaWindow value) {
            window = Check.notNull(value, "quota.window");
            return this;
        }

        /** Sets the share of each limit that is used, 0.01 to 1. */
        public Builder headroom(double value) {
            headroom = Check.between(0.01, 1, value, "quota.headroom");
            return this;
        }

        /** Sets what an unforeseen throttle leaves of the admitted share, 0.1 to 1; 1 learns nothing from it. */
        public Builder throttleCut(double value) {
            throttleCut = Check.between(0.1, 1, value, "quota.throttleCut");
            return this;
        }

        /** Sets how long nothing is admitted after a throttle whose answer does not say, zero to one day. */
        public Builder pause(Duration value) {
            pause = atMostADay(Check.notNegative(value, "quota.pause"), "quota.pause");
            return this;
        }

        /** Sets how long a share of nothing would take to come back to a whole one, at most one day. */
        public Builder recovery(Duration value) {
            recovery = atMostADay(Check.positive(value, "quota.recovery"), "quota.recovery");
            return this;
        }

        private static Duration atMostADay(Duration value, String field) {
            if (value.compareTo(Duration.ofDays(1)) > 0) {
                throw Check.invalid(field, value, "at most one day");
            }
            return value;
        }

        /** Returns the policy. */
        public QuotaPolicy build() {
            return new QuotaPolicy(this);
        }
    }
}

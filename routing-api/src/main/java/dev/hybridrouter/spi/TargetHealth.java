package dev.hybridrouter.spi;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;
import java.util.Optional;

/** What is known of a target's health at one instant. Immutable. */
public final class TargetHealth {
    private final State state;
    private final boolean throttled;
    private final int inFlight;
    private final long latencyNanos;
    private final long retryAfterNanos;

    private TargetHealth(Builder builder) {
        state = builder.state;
        throttled = builder.throttled;
        inFlight = builder.inFlight;
        latencyNanos = builder.latencyNanos;
        retryAfterNanos = builder.retryAfterNanos;
    }

    /** Whether a target may be called. */
    public enum State {
        /** Nothing is known yet. */
        UNKNOWN,
        /** It works. */
        CLOSED,
        /** It failed too often of late and is left alone. */
        OPEN,
        /** It is being tried again, one attempt at a time. */
        HALF_OPEN,
        /** It is misconfigured and is left alone until it is checked again. */
        MISCONFIGURED
    }

    /** Returns a builder of the health of a target that runs no attempt and whose latency is unknown. */
    public static Builder builder(State state) {
        return new Builder(Check.notNull(state, "health.state"));
    }

    /** Returns whether it may be called. */
    public State state() {
        return state;
    }

    /** Returns whether its provider asked to slow down and that time is not over. */
    public boolean throttled() {
        return throttled;
    }

    /** Returns the number of attempts that are running. */
    public int inFlight() {
        return inFlight;
    }

    /**
     * Returns the moving average of the time to an answer, or to first content in a stream, in nanoseconds; -1 if unknown.
     */
    public long latencyNanos() {
        return latencyNanos;
    }

    /** Returns the moving average of the time to an answer, or to first content in a stream; empty if unknown. */
    public Optional<Duration> latency() {
        return latencyNanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(latencyNanos));
    }

    /**
     * Returns how long it is until the target may be called again: until an open breaker admits a probe, a misconfigured target
     * is tried again, or the time for which its provider asked to slow down is over. Empty if it may be called now, or nobody
     * knows.
     */
    public Optional<Duration> retryAfter() {
        return retryAfterNanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(retryAfterNanos));
    }

    @Override
    public String toString() {
        return state + (throttled ? ", throttled" : "") + ", " + inFlight + " in flight, latency "
                + (latencyNanos < 0 ? "unknown" : Duration.ofNanos(latencyNanos));
    }

    /** Builds {@link TargetHealth}. Not thread-safe. */
    public static final class Builder {
        private final State state;
        private boolean throttled;
        private int inFlight;
        private long latencyNanos = -1;
        private long retryAfterNanos = -1;

        private Builder(State state) {
            this.state = state;
        }

        /** Sets whether its provider asked to slow down and that time is not over. Default: false. */
        public Builder throttled(boolean value) {
            throttled = value;
            return this;
        }

        /** Sets the number of attempts that are running, at least 0. Default: 0. */
        public Builder inFlight(int value) {
            inFlight = Check.atLeast(0, value, "health.inFlight");
            return this;
        }

        /**
         * Sets the moving average of the time to an answer, or to first content, in nanoseconds; negative if unknown. Default:
         * -1, unknown.
         */
        public Builder latencyNanos(long value) {
            latencyNanos = Math.max(-1, value);
            return this;
        }

        /** Sets how long it is until it may be called again, in nanoseconds; negative if unknown. Default: -1, unknown. */
        public Builder retryAfterNanos(long value) {
            retryAfterNanos = Math.max(-1, value);
            return this;
        }

        /** Returns the health. */
        public TargetHealth build() {
            return new TargetHealth(this);
        }
    }
}

package dev.hybridrouter.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a target's health at one instant.
 *
 * @param state whether it may be called
 * @param throttled whether its provider asked to slow down and that time is not over
 * @param inFlight attempts that are running
 * @param latencyNanos moving average of the time to an answer, or to first content in a stream; -1 if unknown
 */
public record TargetHealth(State state, boolean throttled, int inFlight, long latencyNanos) {
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

    /** Moving average of the time to an answer, or to first content in a stream; empty if unknown. */
    public Optional<Duration> latency() {
        return latencyNanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(latencyNanos));
    }
}

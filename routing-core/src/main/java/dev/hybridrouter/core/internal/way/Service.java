package dev.hybridrouter.core.internal.way;

/** What a run has to know of the health of the router's targets. Thread-safe. */
public interface Service {
    /** Returns whether attempts are kept away from the target at a position: it is unhealthy or misconfigured. */
    boolean isOut(int target, long nowNanos);

    /** Returns the nanoseconds that the target at a position usually takes to answer, or to begin a stream; -1 if unknown. */
    long usualNanos(int target, boolean streaming);

    /** Returns the nanoseconds in which nearly all answers of the target come, or its streams begin; -1 if unknown. */
    long nearlyAllNanos(int target, boolean streaming);
}

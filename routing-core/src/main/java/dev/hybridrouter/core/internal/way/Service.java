package dev.hybridrouter.core.internal.way;

/** Whether the router's targets are in service. Thread-safe. */
@FunctionalInterface
public interface Service {
    /** Returns whether attempts are kept away from the target at a position: it is unhealthy or misconfigured. */
    boolean isOut(int target, long nowNanos);
}

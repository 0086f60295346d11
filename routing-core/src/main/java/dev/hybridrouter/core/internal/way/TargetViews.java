package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.spi.TargetView;

/** The router's targets with their health. Thread-safe. */
public interface TargetViews {
    /** Returns all targets, in their order. */
    TargetView[] all(boolean streaming, long nowNanos);

    /** Returns one target. */
    TargetView one(int target, boolean streaming, long nowNanos);
}

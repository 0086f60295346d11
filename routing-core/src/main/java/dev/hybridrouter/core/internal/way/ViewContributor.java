package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.spi.TargetView;

/** Adds one kind of knowledge to what planning sees of the targets. Thread-safe. */
@FunctionalInterface
public interface ViewContributor {
    /**
     * Adds what is known of each target for a request.
     *
     * @param views the router's targets in their order
     */
    void show(CallContext call, TargetView.Builder[] views, long nowNanos);
}

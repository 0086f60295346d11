package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.TargetView;

/** What is known of the router's targets whatever features it has. Thread-safe. */
public interface TargetViews {
    /** Returns how many there are. */
    int count();

    /** Returns a target as it is known now. */
    Target target(int target);

    /** Returns all targets as a request sees them, in their order, to be added to. */
    TargetView.Builder[] all(CallContext call, long nowNanos);

    /** Returns one target as a request sees it. */
    TargetView one(int target, CallContext call, long nowNanos);
}

package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.control.KillScope;

/** A request that has not ended. */
public interface InFlight {
    /** Cancels it on the wire; its caller gets a result of kind {@code CANCELLED}. Idempotent. */
    void abort();

    /** The kill switch was thrown: ends the attempt on the wire if it is in this scope. Idempotent. */
    default void halt(KillScope scope) {}

    /**
     * Its caller waits no longer: it gets a result of kind {@code CANCELLED} at once, and the call on the wire ends unless
     * identical requests share it. Idempotent.
     */
    default void leave() {
        abort();
    }
}

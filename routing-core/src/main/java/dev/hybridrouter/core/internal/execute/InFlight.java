package dev.hybridrouter.core.internal.execute;

/** A request that has not ended. */
public interface InFlight {
    /** Cancels it on the wire; its caller gets a result of kind {@code CANCELLED}. Idempotent. */
    void abort();

    /**
     * Its caller waits no longer: it gets a result of kind {@code CANCELLED} at once, and the call on the wire ends unless
     * identical requests share it. Idempotent.
     */
    default void leave() {
        abort();
    }
}

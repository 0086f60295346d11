package dev.hybridrouter.core.internal.execute;

/** A request that has not ended. */
public interface InFlight {
    /** Cancels it on the wire; its caller gets a result of kind {@code CANCELLED}. Idempotent. */
    void abort();
}

package dev.hybridrouter.core.internal.way;

/** What a feature does with a request before it is planned: reads it, or bounds it. Thread-safe. */
@FunctionalInterface
public interface Preparation {
    /** Prepares a request; called within its turn. */
    void prepare(CallContext call);
}

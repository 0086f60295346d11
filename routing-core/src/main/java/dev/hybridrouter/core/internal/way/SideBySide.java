package dev.hybridrouter.core.internal.way;

/** Says when a request gets another attempt beside those that are under way. Thread-safe. */
@FunctionalInterface
public interface SideBySide {
    /** No request gets a second attempt before the first has ended. */
    SideBySide NEVER = (call, underWay) -> -1;

    /**
     * Returns how long after an attempt began another is to begin beside it, in nanoseconds; negative for never.
     *
     * @param underWay how many attempts of the request are under way, at least 1
     */
    long afterNanos(CallContext call, int underWay);
}

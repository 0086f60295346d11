package dev.hybridrouter.core.internal.quota;

/**
 * What counts against one limit, as time passes. Times are nanoseconds since the twin was made and never go back; not
 * thread-safe.
 */
interface Usage {
    /** What counts at a time not before the last change, if nothing changes until then. */
    long at(long nanos);

    /** What counts in the strictest reading of the minute; the same where there is one reading only. */
    default long strictlyAt(long nanos) {
        return at(nanos);
    }

    /** A time from which on nothing counts of what counts now. */
    long goneAt();

    /**
     * Changes what a call counts, as far as it still does.
     *
     * @param by what it counts more; negative if less
     * @param since when it was admitted
     */
    void change(long by, long since, long nanos);

    /** From now on so large a share of the limit comes back in a minute; nothing to do where it comes back as a whole. */
    default void pace(double share, long nanos) {}

    /** Until then the lenient reading of the minute is not believed; nothing to do where there is one reading only. */
    default void doubt(long untilNanos) {}
}

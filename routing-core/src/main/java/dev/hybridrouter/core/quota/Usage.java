package dev.hybridrouter.core.quota;

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

    /** From now on so large a share of the limit comes back in a minute; nothing to do where it comes back as a whole. */
    default void pace(double share, long nanos) {}

    /** Whether the lenient reading of the minute is doubted; nothing to do where there is one reading only. */
    default void doubt(boolean now) {}

    /** A time from which on nothing of it counts. */
    long goneAt();

    /** Takes an amount. */
    void add(long amount, long nanos);

    /** Gives an amount back that was taken at an earlier time, as far as it still counts. */
    void remove(long amount, long addedAt, long nanos);
}

package dev.hybridrouter.core.internal.waiting;

import org.jspecify.annotations.Nullable;

/**
 * What a request waits for at one target: a share of a quota or of a limit. Implementations are thread-safe, do not block,
 * and never call the waiting room from any method but {@link #giveBack}: the room calls the others under its lock.
 *
 * @param <H> what the request holds once it has the room
 */
public interface Place<H> {
    /** Returns what is drawn on, told apart by {@code equals}. The room serves requests for the same pool in order. */
    Object pool();

    /** Takes the room, or returns null if there is none. */
    @Nullable
    H take(long nowNanos);

    /**
     * Returns the estimated nanoseconds until there is room if nothing else is admitted. Range: 1 to
     * {@link Long#MAX_VALUE}, which stands for never. Room comes no earlier unless {@link #mayComeEarlier} says so.
     */
    long waitNanos(long nowNanos);

    /**
     * Returns how many nanoseconds of the pool's time this request uses up, at least 0. The estimates of the requests behind
     * it count with that; the room counts more than an hour as an hour.
     */
    long paceNanos();

    /**
     * Returns whether room may come earlier than {@link #waitNanos} says, because work in flight may end with less than it
     * holds. False for a request that is larger than the whole pool.
     */
    boolean mayComeEarlier(long nowNanos);

    /** Gives back a hold that nobody wants anymore. */
    void giveBack(H hold, long nowNanos);
}

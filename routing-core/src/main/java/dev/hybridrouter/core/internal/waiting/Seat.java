package dev.hybridrouter.core.internal.waiting;

import dev.hybridrouter.core.internal.waiting.WaitingRoom.Ticket;

/**
 * One ticket's seat in the line of one pool. Seats of one tenant compare by the latest moment at which they must be served,
 * then by arrival.
 *
 * @param <H> what the ticket waits to hold
 * @param ticket whose seat it is
 * @param pool what it waits for
 * @param paceNanos how much of the pool's time it uses up
 * @param latestStart its deadline less its pace, in nanoseconds since the room was opened
 * @param arrival its number among all tickets
 */
record Seat<H>(Ticket<H> ticket, Object pool, long paceNanos, long latestStart, long arrival)
        implements Comparable<Seat<H>> {
    @Override
    public int compareTo(Seat<H> other) {
        return latestStart == other.latestStart
                ? Long.compare(arrival, other.arrival)
                : Long.compare(latestStart, other.latestStart);
    }
}

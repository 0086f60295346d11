package dev.hybridrouter.core.internal.waiting;

import dev.hybridrouter.core.internal.waiting.WaitingRoom.Ticket;

/**
 * One ticket's seat in the line of one pool. Seats of one tenant compare by the latest moment at which they must be
 * served, and where that is nearly the same, by size: smaller requests leave more room for others. Then by arrival.
 *
 * @param <H> what the ticket waits to hold
 * @param ticket whose seat it is
 * @param pool what it waits for
 * @param paceNanos how much of the pool's time it uses up
 * @param due its deadline less its pace, and how long it yields to smaller ones, in nanoseconds since the room was opened
 * @param arrival its number among all tickets
 */
record Seat<H>(Ticket<H> ticket, Object pool, long paceNanos, long due, long arrival) implements Comparable<Seat<H>> {
    @Override
    public int compareTo(Seat<H> other) {
        return due == other.due ? Long.compare(arrival, other.arrival) : Long.compare(due, other.due);
    }
}

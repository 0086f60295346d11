package dev.hybridrouter.core.internal.waiting;

import dev.hybridrouter.core.internal.waiting.WaitingRoom.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the room finds out when a ticket asks to wait. Used under the room's lock. */
final class Application<H> {
    private static final long MAX_PACE =
            TimeUnit.HOURS.toNanos(1); // more tickets than a room holds do not overflow a sum

    /** A request yields twice its pace to smaller ones, which leave more room for others; no more, so that it does not starve. */
    private static final long MAX_YIELD = TimeUnit.SECONDS.toNanos(2);

    private final Ticket<H> ticket;
    private final long openedNanos;
    private final long nowNanos;
    private final long arrival;
    private final long leftNanos;
    private final List<Seat<H>> seats = new ArrayList<>(2);
    private boolean mayComeEarlier;
    private long estimateNanos = Long.MAX_VALUE;

    /** Reads the places of a ticket that is the so-many-th of a room. */
    Application(Ticket<H> ticket, Lines<H> lines, long openedNanos, long nowNanos, long arrival) {
        this.ticket = ticket;
        this.openedNanos = openedNanos;
        this.nowNanos = nowNanos;
        this.arrival = arrival;
        this.leftNanos = ticket.deadlineNanos() - nowNanos;
        for (Place<H> place : ticket.places()) {
            read(place, lines);
        }
    }

    /** A place that cannot have room before the deadline is not waited for: nobody behind is kept from its pool. */
    private void read(Place<H> place, Lines<H> lines) {
        long wait = place.waitNanos(nowNanos);
        boolean early = place.mayComeEarlier(nowNanos);
        Seat<H> seat = seat(place);
        estimateNanos = Math.min(estimateNanos, sum(wait, lines.paceAhead(seat)));
        mayComeEarlier |= early;
        if ((early || wait < leftNanos)
                && seats.stream().noneMatch(other -> other.pool().equals(seat.pool()))) {
            seats.add(seat);
        }
    }

    private Seat<H> seat(Place<H> place) {
        long pace = Math.max(0, Math.min(MAX_PACE, place.paceNanos()));
        long latestStart = sum(nowNanos - openedNanos, leftNanos) - pace;
        return new Seat<>(ticket, place.pool(), pace, sum(Math.min(2 * pace, MAX_YIELD), latestStart), arrival);
    }

    /** The sum of a number that is not negative and another one; no more than the largest. */
    private static long sum(long notNegative, long other) {
        return other > Long.MAX_VALUE - notNegative ? Long.MAX_VALUE : notNegative + other;
    }

    /** Returns whether it can be served before its deadline, as far as the room can tell. */
    boolean isInTime() {
        return leftNanos > 0 && (mayComeEarlier || estimateNanos < leftNanos);
    }

    long estimateNanos() {
        return estimateNanos;
    }

    /** Returns a seat for each pool that is worth waiting for. */
    List<Seat<H>> seats() {
        return seats;
    }
}

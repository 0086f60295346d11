package dev.hybridrouter.core.internal.waiting;

import dev.hybridrouter.api.request.Priority;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who waits for one pool: by priority, within one priority by turns of the tenants. Guarded by the room's lock. */
final class PoolLine<H> {
    private final Map<Priority, Rotation<H>> rotations = new EnumMap<>(Priority.class);
    private long wakeNanos = Long.MAX_VALUE;

    void add(Seat<H> seat) {
        rotations
                .computeIfAbsent(seat.ticket().priority(), priority -> new Rotation<>())
                .add(seat);
    }

    void remove(Seat<H> seat) {
        Rotation<H> rotation = rotations.get(seat.ticket().priority());
        if (rotation != null) {
            rotation.remove(seat);
        }
    }

    /** Ends the turn of a ticket's tenant, because it was served from this pool. */
    void served(WaitingRoom.Ticket<H> ticket) {
        Rotation<H> rotation = rotations.get(ticket.priority());
        if (rotation != null) {
            rotation.turned(ticket.tenant());
        }
    }

    /** Returns who is served next; null if nobody waits. */
    WaitingRoom.@Nullable Ticket<H> first() {
        for (Rotation<H> rotation : rotations.values()) { // the most important priority first
            Seat<H> seat = rotation.first();
            if (seat != null) {
                return seat.ticket();
            }
        }
        return null;
    }

    boolean isEmpty() {
        return first() == null;
    }

    /** Returns the pace of those who are served before a seat that may come. */
    long paceAhead(Seat<H> seat) {
        Priority own = seat.ticket().priority();
        long sum = 0;
        for (Map.Entry<Priority, Rotation<H>> entry : rotations.entrySet()) {
            int order = entry.getKey().compareTo(own);
            if (order < 0) {
                sum += entry.getValue().paceNanos();
            } else if (order == 0) {
                sum += entry.getValue().paceAhead(seat);
            }
        }
        return sum;
    }

    /** Returns after how many nanoseconds time alone brings room for the first, as of the last round. */
    long wakeNanos() {
        return wakeNanos;
    }

    void wakeIn(long nanos) {
        wakeNanos = nanos;
    }
}

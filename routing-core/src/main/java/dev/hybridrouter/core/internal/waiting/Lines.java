package dev.hybridrouter.core.internal.waiting;

import dev.hybridrouter.core.internal.waiting.WaitingRoom.Ticket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The lines of all pools that somebody waits for. Guarded by the room's lock, except for {@link #isAwaited}. */
final class Lines<H> {
    private final Map<Object, PoolLine<H>> byPool = new LinkedHashMap<>(); // none is empty
    private final Set<Object> awaited = ConcurrentHashMap.newKeySet(); // its keys, for readers without the lock

    Collection<PoolLine<H>> all() {
        return byPool.values();
    }

    boolean isAwaited(Object pool) {
        return awaited.contains(pool);
    }

    void add(Ticket<H> ticket) {
        for (Seat<H> seat : ticket.seats()) {
            byPool.computeIfAbsent(seat.pool(), pool -> new PoolLine<>()).add(seat);
            awaited.add(seat.pool());
        }
    }

    /** Takes a ticket out of all lines, and returns those in which another one may be the first now. */
    List<PoolLine<H>> remove(Ticket<H> ticket) {
        List<PoolLine<H>> left = new ArrayList<>();
        for (Seat<H> seat : ticket.seats()) {
            PoolLine<H> line = byPool.get(seat.pool());
            if (line != null) {
                line.remove(seat);
                left.add(line);
                if (line.isEmpty()) {
                    byPool.remove(seat.pool());
                    awaited.remove(seat.pool());
                }
            }
        }
        return left;
    }

    /** Returns whether a ticket is the next to be served from a pool. */
    boolean isFirst(Ticket<H> ticket, Object pool) {
        PoolLine<H> line = byPool.get(pool);
        return line != null && line.first() == ticket;
    }

    /** Returns whether a line is that of a pool. */
    boolean isAt(PoolLine<H> line, Object pool) {
        return byPool.get(pool) == line;
    }

    /** Ends the turn of a ticket's tenant at a pool. */
    void served(Ticket<H> ticket, Object pool) {
        PoolLine<H> line = byPool.get(pool);
        if (line != null) {
            line.served(ticket);
        }
    }

    /** Returns the pace of those who are served before a seat that may come. */
    long paceAhead(Seat<H> seat) {
        PoolLine<H> line = byPool.get(seat.pool());
        return line == null ? 0 : line.paceAhead(seat);
    }

    /** Returns after how many nanoseconds time alone brings room for anybody, as of the last round. */
    long wakeNanos() {
        long wake = Long.MAX_VALUE;
        for (PoolLine<H> line : byPool.values()) {
            wake = Math.min(wake, line.wakeNanos());
        }
        return wake;
    }
}

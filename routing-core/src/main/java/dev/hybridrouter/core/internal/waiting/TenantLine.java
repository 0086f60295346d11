package dev.hybridrouter.core.internal.waiting;

import java.util.Iterator;
import java.util.TreeSet;

/** The seats of one tenant for one pool at one priority, the most urgent first. Guarded by the room's lock. */
final class TenantLine<H> {
    private final TreeSet<Seat<H>> seats = new TreeSet<>();
    private long paceNanos;

    void add(Seat<H> seat) {
        if (seats.add(seat)) {
            paceNanos += seat.paceNanos();
        }
    }

    void remove(Seat<H> seat) {
        if (seats.remove(seat)) {
            paceNanos -= seat.paceNanos();
        }
    }

    boolean isEmpty() {
        return seats.isEmpty();
    }

    Seat<H> first() {
        return seats.first();
    }

    /** Returns the pace of all its seats. */
    long paceNanos() {
        return paceNanos;
    }

    /** Returns how many seats are before this one, which need not be there. */
    int before(Seat<H> seat) {
        boolean last = seats.isEmpty() || seats.last().compareTo(seat) < 0;
        return last ? seats.size() : seats.headSet(seat).size();
    }

    /** Returns the pace of its first seats, at most as many as there are. */
    long paceOfFirst(int count) {
        if (count >= seats.size()) {
            return paceNanos;
        }
        long sum = 0;
        Iterator<Seat<H>> next = seats.iterator();
        for (int i = 0; i < count; i++) {
            sum += next.next().paceNanos();
        }
        return sum;
    }
}

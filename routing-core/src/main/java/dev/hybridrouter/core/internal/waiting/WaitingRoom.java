package dev.hybridrouter.core.internal.waiting;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one place where requests wait for what has no room now. Each pool has its line: higher priorities first, within one
 * priority the tenants in turn, within a tenant the request that must start soonest, of nearly equal ones the smaller. Only the first in a line is served from
 * that pool, so that a large request does not starve behind small ones. A request may stand in the lines of several pools; it
 * takes the place it wants most among those where it is the first and there is room.
 *
 * <p>No thread waits: the room is served by whoever joins, leaves or calls {@link #serve}, and by a timer when time alone
 * brings room. One thread serves at a time. Thread-safe.
 *
 * @param <H> what a request holds once it has room
 */
public final class WaitingRoom<H> {
    private static final int MOST_TICKETS = 1_000_000; // keeps sums of paces in range

    private final int maxWaiting;
    private final RouterClock clock;
    private final GuardedTimer timer;
    private final long openedNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Lines<H> lines = new Lines<>(); // guarded by lock
    private final AtomicInteger waiting = new AtomicInteger(); // written under lock
    private final AtomicInteger rounds = new AtomicInteger(); // asked for; whoever raises it from 0 serves them all
    private long arrivals; // guarded by lock
    private @Nullable Cancellable alarm; // of whoever serves

    /**
     * Opens a room.
     *
     * @param maxWaiting how many requests may wait at once; 0 to 1,000,000
     */
    public WaitingRoom(int maxWaiting, RouterClock clock, GuardedTimer timer) {
        if (maxWaiting < 0 || maxWaiting > MOST_TICKETS) {
            throw Check.invalid("waiting.maxWaiting", maxWaiting, "0 to " + MOST_TICKETS);
        }
        this.maxWaiting = maxWaiting;
        this.clock = clock;
        this.timer = timer;
        this.openedNanos = clock.nanoTime();
    }

    /** Receives what a request waited for. */
    public interface Granted<H> {
        /**
         * The room hands over a hold, which belongs to the callee from now on, even if it throws. Called at most once per
         * ticket, before its deadline as of the round, without a lock, by a thread that serves others as well: it must not
         * block.
         *
         * @param place the position of the place among those of the ticket
         */
        void granted(int place, H hold);
    }

    /** Why a request cannot wait. */
    public sealed interface Refusal {
        /**
         * The room is full.
         *
         * @param waiting how many requests wait
         */
        record Full(int waiting) implements Refusal {}

        /**
         * The request would not be served before its deadline.
         *
         * @param estimateNanos how long it would wait; {@link Long#MAX_VALUE} if no place will ever have room for it
         */
        record TooLate(long estimateNanos) implements Refusal {}
    }

    private enum State {
        OUTSIDE,
        WAITING,
        SERVED,
        HANDED_OVER,
        LEFT
    }

    /** One request's wait. Its owner takes it out at the deadline at the latest; the room calls nobody when it passes. */
    public static final class Ticket<H> {
        private final String tenant;
        private final Priority priority;
        private final long deadlineNanos;
        private final List<Place<H>> places;
        private final Granted<H> granted;
        private State state = State.OUTSIDE; // guarded by the room's lock, as is the next one
        private List<Seat<H>> seats = List.of();

        /**
         * Creates a ticket.
         *
         * @param tenant who asks; tenants take turns
         * @param deadlineNanos the reading of the clock from which on nothing is granted
         * @param places what the request would be content with, the most wanted first; at least one
         * @param granted receives the first that has room
         */
        public Ticket(String tenant, Priority priority, long deadlineNanos, List<Place<H>> places, Granted<H> granted) {
            this.tenant = tenant;
            this.priority = priority;
            this.deadlineNanos = deadlineNanos;
            this.places = Check.notEmpty(places, "ticket.places");
            this.granted = granted;
        }

        String tenant() {
            return tenant;
        }

        Priority priority() {
            return priority;
        }

        long deadlineNanos() {
            return deadlineNanos;
        }

        List<Place<H>> places() {
            return places;
        }

        List<Seat<H>> seats() {
            return seats;
        }
    }

    private record Grant<H>(Ticket<H> ticket, int place, H hold) {}

    /**
     * Lets a request wait; it may be served at once. A ticket that has left before it came does not wait.
     *
     * @return null, or why the request cannot wait; then its ticket may try again later
     * @throws IllegalStateException if the ticket has joined before
     */
    public @Nullable Refusal join(Ticket<H> ticket) {
        Refusal refusal;
        lock.lock();
        try {
            refusal = enter(ticket);
        } finally {
            lock.unlock();
        }
        if (refusal == null) {
            round();
        }
        return refusal;
    }

    private @Nullable Refusal enter(Ticket<H> ticket) {
        if (ticket.state == State.LEFT) {
            return null;
        }
        if (ticket.state != State.OUTSIDE) {
            throw new IllegalStateException("ticket: joined again (expected: one ticket per wait)");
        }
        if (waiting.get() >= maxWaiting) {
            return new Refusal.Full(waiting.get());
        }
        Application<H> application = new Application<>(ticket, lines, openedNanos, clock.nanoTime(), arrivals);
        if (!application.isInTime()) {
            return new Refusal.TooLate(application.estimateNanos());
        }
        arrivals++;
        ticket.state = State.WAITING;
        ticket.seats = application.seats();
        lines.add(ticket);
        waiting.incrementAndGet();
        return null;
    }

    /**
     * Takes a request out; leaving again changes nothing.
     *
     * @return true if the request is not served; false if a hold was handed over, or is being handed over by another thread
     */
    public boolean leave(Ticket<H> ticket) {
        State state;
        lock.lock();
        try {
            state = ticket.state;
            if (state == State.WAITING) {
                remove(ticket, State.LEFT);
            } else if (state != State.HANDED_OVER) {
                ticket.state = State.LEFT;
            }
        } finally {
            lock.unlock();
        }
        if (state == State.WAITING) {
            round();
        }
        return state != State.HANDED_OVER;
    }

    private List<PoolLine<H>> remove(Ticket<H> ticket, State to) {
        ticket.state = to;
        waiting.decrementAndGet();
        return lines.remove(ticket);
    }

    /** Serves whom there is room for. Call it when room may have come free; it is cheap when nobody waits. */
    public void serve() {
        if (waiting.get() > 0) {
            round();
        }
    }

    /** Returns whether requests wait for a pool; a newcomer must not overtake them. Takes no lock. */
    public boolean isAwaited(Object pool) {
        return lines.isAwaited(pool);
    }

    /** Returns how many requests wait. */
    public int waiting() {
        return waiting.get();
    }

    /** One thread serves at a time; what is asked for meanwhile, it serves as well, and no stack grows. */
    private void round() {
        if (rounds.getAndIncrement() > 0) {
            return;
        }
        int asked = 1;
        while (asked > 0) {
            List<Grant<H>> grants = new ArrayList<>();
            wakeIn(admit(grants));
            grants.forEach(this::hand);
            asked = rounds.addAndGet(-asked);
        }
    }

    /** Admits whoever is first in a line and finds room; returns when to look again, in nanoseconds. */
    private long admit(List<Grant<H>> grants) {
        lock.lock();
        try {
            long now = clock.nanoTime();
            Deque<PoolLine<H>> open = new ArrayDeque<>(lines.all());
            for (PoolLine<H> line = open.poll(); line != null; line = open.poll()) {
                Ticket<H> first = line.first();
                if (first == null) {
                    continue;
                }
                State end = end(first, now, grants);
                if (end == State.WAITING) {
                    line.wakeIn(waitNanos(first, line, now));
                } else {
                    open.addAll(remove(first, end)); // others are the first there now
                }
            }
            return lines.wakeNanos();
        } finally {
            lock.unlock();
        }
    }

    /** What becomes of a ticket that is the first in a line. */
    private State end(Ticket<H> first, long now, List<Grant<H>> grants) {
        if (first.deadlineNanos - now <= 0) {
            return State.LEFT;
        }
        for (int i = 0; i < first.places.size(); i++) {
            Place<H> place = first.places.get(i);
            H hold = lines.isFirst(first, place.pool()) ? take(place, now) : null;
            if (hold != null) {
                lines.served(first, place.pool());
                grants.add(new Grant<>(first, i, hold));
                return State.SERVED;
            }
        }
        return State.WAITING;
    }

    private static <H> @Nullable H take(Place<H> place, long now) {
        try {
            return place.take(now);
        } catch (Throwable e) { // would stop the room for good
            broken(e, "the place counts as having no room");
            return null;
        }
    }

    private long waitNanos(Ticket<H> first, PoolLine<H> line, long now) {
        long wait = Long.MAX_VALUE;
        for (Place<H> place : first.places) {
            if (lines.isAt(line, place.pool())) {
                wait = Math.min(wait, waitNanos(place, now));
            }
        }
        return wait;
    }

    private static <H> long waitNanos(Place<H> place, long now) {
        try {
            return place.waitNanos(now);
        } catch (Throwable e) { // as above; others wake the room
            broken(e, "no timer waits for the place");
            return Long.MAX_VALUE;
        }
    }

    private static void broken(Throwable thrown, String effect) {
        LogEvent.WAITING_BROKEN
                .line()
                .with("cause", thrown.getClass().getName())
                .with("effect", effect)
                .thrown(SafeTrace.of(thrown))
                .log();
    }

    private void wakeIn(long nanos) {
        timer.cancel(alarm);
        alarm = nanos == Long.MAX_VALUE ? null : timer.schedule(this::round, nanos);
    }

    private void hand(Grant<H> grant) {
        try {
            if (handOver(grant.ticket)) {
                grant.ticket.granted.granted(grant.place, grant.hold);
            } else {
                grant.ticket.places.get(grant.place).giveBack(grant.hold, clock.nanoTime());
                round(); // one more of this thread's
            }
        } catch (Throwable e) { // would stop the room for all others
            broken(e, "a request that waited could not be served, the others are");
        }
    }

    /** Returns whether a ticket still wants its hold, which is its own then. */
    private boolean handOver(Ticket<H> ticket) {
        lock.lock();
        try {
            if (ticket.state == State.LEFT) {
                return false;
            }
            ticket.state = State.HANDED_OVER;
            return true;
        } finally {
            lock.unlock();
        }
    }
}

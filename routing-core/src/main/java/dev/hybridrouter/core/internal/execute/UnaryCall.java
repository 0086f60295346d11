package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.quota.Allowance;
import dev.hybridrouter.core.internal.quota.WaitingLine;
import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.core.internal.tools.Scopes;
import dev.hybridrouter.core.internal.way.CallRegistry;
import dev.hybridrouter.core.internal.way.CallerFuture;
import dev.hybridrouter.core.internal.way.InFlight;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request whose answer comes in one piece, and the future its caller holds.
 *
 * <p>At each moment one {@link Phase} is current: a pause or an attempt. A phase ends exactly once, by what it waited
 * for, its time limit or cancellation, and the thread that ends it carries the call on alone. So nothing else needs
 * guarding.
 */
final class UnaryCall extends CallerFuture implements InFlight, Flight.Leader {
    private final Rooms rooms;
    private final Walk walk;
    private final CallRegistry calls;
    private volatile @Nullable Phase phase;
    private volatile boolean cancelled;

    UnaryCall(Rooms rooms, Walk walk, CallRegistry calls) {
        this.rooms = rooms;
        this.walk = walk;
        this.calls = calls;
    }

    void start() {
        Ticket ticket = walk.ticket();
        if (ticket != null) {
            ticket.flight().ledBy(this);
        }
        proceed(walk.first());
    }

    /** Makes the next step, whatever breaks on its way. */
    void proceed(@Nullable Step step) {
        try {
            take(step);
        } catch (Throwable bug) {
            brokeOff(bug);
        }
    }

    private void take(@Nullable Step step) {
        if (step == null || cancelled) {
            finish(walk.unanswered(cancelled));
        } else if (step.isWait()) {
            new QuotaWait().begin();
        } else if (step.pauseNanos() > 0) {
            new Pause(step).begin();
        } else {
            launch(step);
        }
    }

    private void launch(Step step) {
        long now = rooms.now();
        Admission admission = walk.admit(step, now);
        if (admission == null) {
            take(walk.afterRefusal(step, now));
        } else {
            new UnaryAttempt(this, rooms, walk, step, admission, now).begin();
        }
    }

    void finish(RouteResult result) {
        Ticket ticket = walk.ticket();
        if (ticket != null) {
            ticket.landed(result);
        }
        rooms.listeners().requestEnded(walk.ask().facts(), result);
        calls.remove(this);
        deliver(result);
    }

    /** Something threw that must not: its caller is told, for whom nothing else would come any more. */
    void brokeOff(Throwable bug) {
        IllegalStateException told = Failures.brokeOff(bug);
        Ticket ticket = walk.ticket();
        if (ticket != null) {
            ticket.brokeOff();
        }
        calls.remove(this);
        deliverBug(told);
    }

    /** Makes a phase current; it ends at once if the call was cancelled meanwhile. */
    void enter(Phase next) {
        phase = next;
        if (cancelled) {
            next.cancel();
        }
    }

    @Override
    public void abort() {
        cancelled = true;
        Phase current = phase;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void halt(KillScope scope) {
        Phase current = phase;
        if (current != null) {
            current.halt(scope);
        }
    }

    @Override
    public void deserted() {
        var unused = desert();
    }

    @Override
    public void leave() {
        if (desert()) {
            deliver(FollowerEnds.cancelled(walk.ask(), rooms.now()));
        }
    }

    /** The caller wants no more; returns whether identical requests that share the call still do. */
    private boolean desert() {
        Ticket ticket = walk.ticket();
        boolean shared = ticket != null && !ticket.flight().leaderLeaves();
        if (!shared) {
            abort();
        }
        return shared;
    }

    @Override
    public void pullForOthers() {} // the answer comes in one piece

    @Override
    public void abandon() {
        abort();
    }

    /** A phase in which nothing is sent, until a timer ends it. */
    @SuppressWarnings("serial")
    private abstract class Wait extends Phase {
        private volatile @Nullable Cancellable timer;

        void limit(Runnable end, long nanos) {
            timer = rooms.time().timer().schedule(end, nanos);
            if (timer == null) {
                giveUp();
            } else if (get()) {
                stop();
            }
        }

        @Override
        void cancel() {
            giveUp();
        }

        @Override
        void halt(KillScope scope) {
            if (Scopes.covers(scope, walk.ask().facts().context(), null)) {
                giveUp();
            }
        }

        void giveUp() {
            if (end()) {
                stop();
                proceed(null);
            }
        }

        void stop() {
            rooms.time().timer().cancel(timer);
        }
    }

    /** The wait before a retry. */
    @SuppressWarnings("serial")
    private final class Pause extends Wait implements Runnable {
        private final Step step;

        Pause(Step step) {
            this.step = step;
        }

        void begin() {
            // Current before its timer is set: the timer may run at once, and its attempt must not be overwritten.
            enter(this);
            if (!get()) {
                limit(this, step.pauseNanos());
            }
        }

        @Override
        public void run() {
            if (end()) {
                proceed(step.withoutPause());
            }
        }
    }

    /** The wait for room in a quota, until the deadline. */
    @SuppressWarnings("serial")
    private final class QuotaWait extends Wait {
        private final WaitingLine line =
                Objects.requireNonNull(rooms.headroom()).line();
        private final WaitingLine.Ticket ticket = walk.ticket(this::granted);

        void begin() {
            enter(this);
            if (!get()) {
                line.join(ticket);
                limit(this::giveUp, walk.waitLimit(rooms.now()));
            }
        }

        private void granted(Allowance room) {
            if (end()) {
                super.stop(); // has left the line already
                proceed(walk.granted(room, rooms.now()));
            } else {
                room.release(rooms.now());
            }
        }

        @Override
        void stop() {
            line.leave(ticket);
            super.stop();
        }
    }
}

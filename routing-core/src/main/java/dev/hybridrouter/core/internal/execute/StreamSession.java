package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.core.internal.log.SafeTrace;
import dev.hybridrouter.core.internal.quota.Allowance;
import dev.hybridrouter.core.internal.quota.WaitingLine;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request whose answer is streamed: walks from attempt to attempt until one commits, then passes that one through.
 * Everything happens in its mailbox, one thing at a time.
 */
final class StreamSession implements Flow.Subscription, InFlight, Flight.Leader {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);

    private final Rooms rooms;
    private final Walk walk;
    private final Outlet outlet;
    private final CallRegistry calls;
    private final Mailbox mailbox = new Mailbox(this::crashed);
    private @Nullable StreamAttempt attempt;
    private @Nullable Cancellable pause;
    private WaitingLine.@Nullable Ticket waiting;
    private boolean cancelled;
    private boolean ended;

    StreamSession(Rooms rooms, Walk walk, Outlet outlet, CallRegistry calls) {
        this.rooms = rooms;
        this.walk = walk;
        this.outlet = outlet;
        this.calls = calls;
    }

    /** Begins the stream of a new subscriber; a rejection is all it gets if the router is closed. */
    void start(Flow.Subscriber<? super StreamEvent> subscriber, Supplier<RouteResult> rejected) {
        mailbox.post(() -> {
            boolean admitted = calls.add(this);
            ended = !admitted;
            if (admitted) {
                rooms.listeners().requestStarted(walk.ask().facts());
            }
            subscriber.onSubscribe(this);
            if (admitted) {
                proceed(walk.first());
            } else {
                outlet.offer(new StreamEvent.Closed(rejected.get()));
            }
        });
    }

    /** Goes on with a stream that was announced and has its subscription. */
    void takeOver() {
        mailbox.post(() -> {
            Ticket ticket = walk.ticket();
            if (ticket != null) {
                ticket.flight().ledBy(this);
            }
            cancelled = !calls.add(this);
            proceed(walk.first());
        });
    }

    @Override
    public void request(long n) {
        mailbox.post(() -> {
            if (n <= 0) {
                outlet.refuse(new IllegalArgumentException("request: " + n + " (expected: >= 1)"));
                stop();
            } else {
                outlet.request(n);
                pull();
            }
        });
    }

    @Override
    public void cancel() {
        mailbox.post(() -> {
            outlet.shut();
            leave();
        });
    }

    /** The caller wants no more; identical requests that share the call may. */
    private void leave() {
        Ticket ticket = walk.ticket();
        if (ticket == null || ticket.flight().leaderLeaves()) {
            stop();
        }
    }

    @Override
    public void pullForOthers() {
        mailbox.post(this::pull);
    }

    @Override
    public void abandon() {
        abort();
    }

    @Override
    public void abort() {
        mailbox.post(this::stop);
    }

    private void stop() {
        if (ended || cancelled) {
            return;
        }
        cancelled = true;
        if (attempt != null) {
            attempt.cancelled();
        } else {
            proceed(null);
        }
    }

    /** A task threw: the caller's subscriber, or a bug here. Either way nothing more can be delivered. */
    private void crashed(Throwable e) {
        LOG.atWarn().setCause(SafeTrace.of(e)).log("A stream was cancelled because its subscriber threw");
        outlet.shut();
        stop();
    }

    private void proceed(@Nullable Step step) {
        stopWaiting();
        if (ended) {
            return;
        }
        if (step == null || cancelled) {
            unanswered(walk.unanswered(cancelled));
        } else if (step.isWait()) {
            waitForQuota();
        } else if (step.pauseNanos() > 0) {
            pause = schedule(() -> launch(step), step.pauseNanos());
        } else {
            launch(step);
        }
    }

    private void waitForQuota() {
        WaitingLine.Ticket ticket = walk.ticket(room -> post(() -> granted(room)));
        waiting = ticket;
        Runnable deadline = () -> {
            if (ticket.equals(waiting)) {
                proceed(null);
            }
        };
        pause = schedule(deadline, walk.waitLimit(rooms.now()));
        line().join(ticket);
    }

    /** Room in a quota, for which somebody waited: this session, unless it has gone on. */
    private void granted(Allowance room) {
        if (waiting == null) {
            room.release(rooms.now());
        } else {
            waiting = null;
            stopWaiting();
            launch(walk.granted(room));
        }
    }

    private void stopWaiting() {
        if (pause != null) {
            pause.cancel();
            pause = null;
        }
        if (waiting != null) {
            WaitingLine.Ticket ticket = waiting;
            waiting = null;
            line().leave(ticket);
        }
    }

    private WaitingLine line() {
        return Objects.requireNonNull(rooms.headroom()).line();
    }

    private void launch(Step step) {
        if (ended) {
            return;
        }
        long now = rooms.now();
        Admission admission = walk.admit(step, now);
        if (admission == null) {
            proceed(walk.afterRefusal(step, now));
        } else {
            attempt = new StreamAttempt(this, rooms, walk, step, admission, now);
            attempt.begin();
        }
    }

    /** Runs a task in the mailbox after a delay. */
    Cancellable schedule(Runnable task, long delayNanos) {
        return rooms.time().scheduler().schedule(() -> mailbox.post(task), delayNanos);
    }

    void post(Runnable task) {
        mailbox.post(task);
    }

    void deliver(Delta delta) {
        Ticket ticket = walk.ticket();
        if (ticket != null) {
            ticket.flight().add(delta);
        }
        outlet.offer(new StreamEvent.Content(delta));
    }

    void committed(StreamAttempt by) {
        rooms.listeners()
                .firstContent(
                        walk.ask().facts(),
                        by.target(),
                        Duration.ofNanos(rooms.now() - walk.ask().startNanos()));
        Ticket ticket = walk.ticket();
        if (ticket != null) {
            ticket.flight().opened(by.target().id());
        }
        outlet.offer(new StreamEvent.Opened(by.target().id()));
    }

    /** Passes the caller's demand on. */
    void pull() {
        if (attempt != null) {
            Ticket ticket = walk.ticket();
            long others = ticket == null ? 0 : ticket.flight().unmetDemand();
            attempt.pull(Math.max(outlet.unmetDemand(), others));
        }
    }

    void answered(StreamAttempt by, Attempt record, ModelResponse response) {
        record(by, record);
        finish(walk.answered(response, by.target().id(), by.admission().allowance()));
    }

    void failedBeforeCommit(StreamAttempt by, Attempt record, ProviderFailure failure, long nowNanos) {
        record(by, record);
        proceed(cancelled ? null : walk.afterFailure(by.step(), failure, nowNanos));
    }

    void failedAfterCommit(StreamAttempt by, Attempt record, ModelResponse delivered) {
        record(by, record);
        finish(walk.ended(cancelled, delivered));
    }

    private void record(StreamAttempt by, Attempt record) {
        attempt = null;
        walk.record(record);
        rooms.listeners().attemptEnded(walk.ask().facts(), by.target(), record);
    }

    private void unanswered(RouteResult result) {
        if (result instanceof RouteResult.Answered spare) {
            outlet.offer(new StreamEvent.Opened(spare.target()));
            Replay.of(spare.response()).forEach(piece -> outlet.offer(new StreamEvent.Content(piece)));
        }
        finish(result);
    }

    private void finish(RouteResult result) {
        ended = true;
        Ticket ticket = walk.ticket();
        if (ticket != null) {
            ticket.landed(result);
        }
        calls.remove(this);
        rooms.listeners().requestEnded(walk.ask().facts(), result);
        outlet.offer(new StreamEvent.Closed(result));
    }
}

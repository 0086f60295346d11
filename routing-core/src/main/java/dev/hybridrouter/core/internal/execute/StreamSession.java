package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.flow.Mailbox;
import dev.hybridrouter.core.internal.flow.Replay;
import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.core.internal.tools.Scopes;
import dev.hybridrouter.core.internal.way.CallRegistry;
import dev.hybridrouter.core.internal.way.InFlight;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request whose answer is streamed: walks from attempt to attempt until one commits, then passes that one through.
 * Everything happens in its mailbox, one thing at a time; only cancelling reaches the wire without it.
 */
final class StreamSession implements Flow.Subscription, InFlight, Flight.Leader {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);

    private final Rooms rooms;
    private final Walk walk;
    private final Outlet outlet;
    private final CallRegistry calls;
    private final Mailbox mailbox = new Mailbox(this::crashed);
    private final StreamWait wait;
    private volatile @Nullable StreamAttempt attempt;
    private boolean cancelled;
    private boolean ended;

    StreamSession(Rooms rooms, Walk walk, Outlet outlet, CallRegistry calls) {
        this.rooms = rooms;
        this.walk = walk;
        this.outlet = outlet;
        this.calls = calls;
        this.wait = new StreamWait(this, rooms, walk, this::proceed);
    }

    /** Begins the stream of a new subscriber; a rejection is all it gets if the router is closed. */
    void start(Supplier<RouteResult> rejected) {
        mailbox.post(() -> {
            boolean admitted = calls.add(this);
            ended = !admitted;
            if (admitted) {
                rooms.listeners().requestStarted(walk.ask().facts());
            }
            outlet.open(this);
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
                outlet.breakOff(new IllegalArgumentException("request: " + n + " (expected: >= 1)"));
                stop();
            } else {
                outlet.request(n);
                pull();
            }
        });
    }

    @Override
    public void cancel() {
        boolean last = isLastToLeave();
        mailbox.post(() -> {
            outlet.shut();
            if (last) {
                stop();
            } else {
                pull();
            }
        });
        if (last) {
            cutOff();
        }
    }

    /** The caller wants no more; identical requests that share the call may. */
    private boolean isLastToLeave() {
        Ticket ticket = walk.ticket();
        return ticket == null || ticket.flight().leaderLeaves();
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
        cutOff();
    }

    @Override
    public void halt(KillScope scope) {
        StreamAttempt current = attempt;
        if (current != null && current.isIn(scope)) {
            mailbox.post(current::stopped);
            current.cutOff();
        } else if (current == null && Scopes.covers(scope, walk.ask().facts().context(), null)) {
            mailbox.post(() -> proceed(null));
        }
    }

    private void cutOff() {
        StreamAttempt current = attempt;
        if (current != null) {
            current.cutOff();
        }
    }

    private void stop() {
        if (ended || cancelled) {
            return;
        }
        cancelled = true;
        StreamAttempt current = attempt;
        if (current != null) {
            current.cancelled();
        } else {
            proceed(null);
        }
    }

    /** A task threw: the caller's subscriber, or a bug here. */
    private void crashed(Throwable e) {
        if (outlet.hasThrown() && !outlet.isClosed()) {
            subscriberThrew(e);
            return;
        }
        try {
            outlet.breakOff(Failures.brokeOff(e));
            stop();
        } finally {
            if (!ended) {
                brokeOff();
            }
        }
    }

    /** Nothing more can be delivered to it; others may want the answer still. */
    private void subscriberThrew(Throwable e) {
        LOG.atWarn().setCause(SafeTrace.of(e)).log("A stream was cancelled because its subscriber threw");
        outlet.shut();
        mailbox.post(isLastToLeave() ? this::stop : this::pull);
    }

    /** Even the end broke. */
    private void brokeOff() {
        ended = true;
        Ticket ticket = walk.ticket();
        if (ticket != null) {
            ticket.brokeOff();
        }
        calls.remove(this);
        wait.stop();
        StreamAttempt current = attempt;
        if (current != null) {
            current.abandon();
        }
    }

    /** What the subscriber throws concerns nobody else. */
    private void offer(StreamEvent event) {
        try {
            outlet.offer(event);
        } catch (Throwable e) {
            if (!outlet.hasThrown()) {
                throw e;
            }
            subscriberThrew(e);
        }
    }

    private void proceed(@Nullable Step step) {
        wait.stop();
        if (ended) {
            return;
        }
        if (step == null || cancelled) {
            unanswered(walk.unanswered(cancelled));
        } else if (step.isWait()) {
            wait.forQuota();
        } else if (step.pauseNanos() > 0) {
            wait.pauseBefore(step);
        } else {
            launch(step);
        }
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
            StreamAttempt next = new StreamAttempt(this, rooms, walk, step, admission, now);
            attempt = next;
            next.begin();
        }
    }

    /** Runs a task in the mailbox after a delay; null if the host's scheduler refuses it. */
    @Nullable
    Cancellable schedule(Runnable task, long delayNanos) {
        return rooms.time().timer().schedule(() -> mailbox.post(task), delayNanos);
    }

    void post(Runnable task) {
        mailbox.post(task);
    }

    void deliver(Delta delta) {
        Ticket ticket = walk.ticket();
        if (ticket != null) {
            ticket.flight().add(delta);
        }
        offer(new StreamEvent.Content(delta));
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
        offer(new StreamEvent.Opened(by.target().id()));
    }

    /** Passes the caller's demand on. */
    void pull() {
        StreamAttempt current = attempt;
        if (current != null) {
            Ticket ticket = walk.ticket();
            long others = ticket == null ? 0 : ticket.flight().unmetDemand();
            current.pull(Math.max(outlet.unmetDemand(), others));
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
            offer(new StreamEvent.Opened(spare.target()));
            Replay.of(spare.response()).forEach(piece -> offer(new StreamEvent.Content(piece)));
        }
        finish(result);
    }

    private void finish(RouteResult result) {
        ended = true;
        Ticket ticket = walk.ticket();
        if (ticket != null) {
            ticket.landed(result);
        }
        rooms.listeners().requestEnded(walk.ask().facts(), result);
        calls.remove(this);
        offer(new StreamEvent.Closed(result));
    }
}

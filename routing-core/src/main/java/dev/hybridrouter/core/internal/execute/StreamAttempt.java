package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.control.Scopes;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One streamed call of one target. Before its commit point, the first content the caller can see, headers are held back
 * and any failure is an ordinary one; after it the attempt is bound to its target. Its state is confined to the session's
 * mailbox, into which the provider's signals are posted.
 */
final class StreamAttempt implements Flow.Subscriber<ProviderEvent> {
    /** Demand beyond this is a caller that wants everything. */
    private static final long UNBOUNDED = Long.MAX_VALUE / 2;

    /** A pause between pieces that only a target in trouble makes. */
    private static final long LONG_SILENCE_NANOS = 3_000_000_000L;

    private final StreamSession session;
    private final Rooms rooms;
    private final Walk walk;
    private final Step step;
    private final Admission admission;
    private final long startNanos;
    private final long limitNanos;
    private final AnswerAssembler assembler = new AnswerAssembler();
    private final List<Delta> held = new ArrayList<>(2);
    private final Mailbox wire = new Mailbox(this::wireBroke); // a subscription wants one call at a time
    private volatile Flow.@Nullable Subscription upstream;
    private @Nullable Cancellable timer;
    private ProviderEvent.@Nullable Finished finished;
    private long requested;
    private long waitingSinceNanos; // for the piece that was asked for
    private boolean committed;
    private volatile boolean ended;

    StreamAttempt(StreamSession session, Rooms rooms, Walk walk, Step step, Admission admission, long startNanos) {
        this.session = session;
        this.rooms = rooms;
        this.walk = walk;
        this.step = step;
        this.admission = admission;
        this.startNanos = startNanos;
        this.limitNanos = walk.timeLimit(step, startNanos);
    }

    Admission admission() {
        return admission;
    }

    Step step() {
        return step;
    }

    Target target() {
        return rooms.targets().get(step.target()).target();
    }

    void begin() {
        try {
            rooms.listeners().attemptStarted(walk.ask().facts(), target());
            timer = session.schedule(this::noContentInTime, limitNanos);
            if (timer != null) {
                send();
            }
        } finally {
            rooms.control().leave(admission.pass());
        }
        if (timer == null) {
            fail(AttemptEnds.noTimer());
        }
    }

    private void send() {
        try {
            ProviderCall call = ProviderCall.builder(
                            walk.toSend(step, admission), target(), Duration.ofNanos(limitNanos))
                    .kind(step.kind())
                    .build();
            Flow.Publisher<ProviderEvent> publisher = rooms.adapters().get(step.target()).stream(call);
            publisher.subscribe(this);
        } catch (Throwable e) { // an adapter that lacks a library throws an Error
            fail(AttemptEnds.classify(e));
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        session.post(() -> {
            if (subscription == null) {
                fail(AttemptEnds.classify(new NullPointerException("the adapter subscribed with null")));
            } else if (ended || upstream != null) {
                cancel(subscription);
            } else {
                upstream = subscription;
                ask(1);
            }
        });
    }

    @Override
    public void onNext(ProviderEvent event) {
        session.post(() -> received(event));
    }

    @Override
    public void onError(Throwable error) {
        session.post(() -> fail(AttemptEnds.classify(error)));
    }

    @Override
    public void onComplete() {
        session.post(this::completed);
    }

    private void received(ProviderEvent event) {
        requested = requested == Long.MAX_VALUE ? requested : requested - 1;
        waitingSinceNanos = rooms.now();
        if (ended || finished != null) {
            return;
        }
        if (event == null) {
            fail(AttemptEnds.classify(new NullPointerException("the adapter sent null")));
            return;
        }
        if (event instanceof ProviderEvent.Finished end) {
            finished = end;
            return;
        }
        Delta delta = ((ProviderEvent.Piece) event).delta();
        assembler.add(delta);
        if (committed) {
            passOn(delta);
        } else if (delta.isContent()) {
            commit(delta);
        } else {
            hold(delta);
        }
    }

    private void hold(Delta delta) {
        if (!isEmptyPiece(delta)) {
            held.add(delta);
        }
        ask(1);
    }

    private void passOn(Delta delta) {
        if (isEmptyPiece(delta)) {
            ask(1);
        } else {
            session.deliver(delta);
            session.pull();
        }
    }

    private static boolean isEmptyPiece(Delta delta) {
        return !delta.isContent()
                && (delta instanceof Delta.TextDelta
                        || delta instanceof Delta.ReasoningDelta
                        || delta instanceof Delta.ToolInputDelta);
    }

    private void commit(Delta first) {
        committed = true;
        long now = rooms.now();
        rooms.targets().get(step.target()).firstContentAfter(now - startNanos, now);
        stopTimer();
        timer = rooms.time().timer().schedule(this::atDeadline, walk.ask().remaining(now));
        if (timer == null) {
            fail(AttemptEnds.noTimer());
            return;
        }
        session.committed(this);
        held.forEach(session::deliver);
        held.clear();
        session.deliver(first);
        session.pull();
    }

    /** Asks for as many more events as the caller waits for. */
    void pull(long unmetDemand) {
        if (committed && unmetDemand > requested) {
            ask(unmetDemand > UNBOUNDED ? Long.MAX_VALUE : unmetDemand - requested);
        }
    }

    private void ask(long more) {
        Flow.Subscription subscription = upstream;
        if (subscription != null && !ended && requested != Long.MAX_VALUE) {
            waitingSinceNanos = requested == 0 ? rooms.now() : waitingSinceNanos;
            requested = requested + more < 0 ? Long.MAX_VALUE : requested + more;
            wire.post(() -> subscription.request(more));
        }
    }

    private void wireBroke(Throwable e) {
        session.post(() -> fail(AttemptEnds.classify(e)));
    }

    private void cancel(Flow.@Nullable Subscription subscription) {
        if (subscription != null) {
            wire.post(() -> {
                try {
                    subscription.cancel();
                } catch (Throwable e) { // the attempt ends all the same
                    AttemptEnds.cancelThrew(target(), e);
                }
            });
        }
    }

    /**
     * Reaches the wire from any thread, after the end was posted: the mailbox may wait for a subscriber that does not
     * return, and whoever cancels does not wait for that.
     */
    void cutOff() {
        if (!ended) {
            admission.permit().ignore();
            cancel(upstream);
        }
    }

    private void completed() {
        if (ended) {
            return;
        }
        if (finished == null) {
            fail(ProviderFailure.of(FailureKind.STREAM_BROKEN, "the stream ended without its stop message"));
            return;
        }
        ModelResponse response = assembler.finished(finished);
        ProviderFailure failure = AttemptEnds.whyNoAnswer(response);
        if (failure != null) {
            fail(failure);
            return;
        }
        end();
        admission.permit().succeed();
        long now = rooms.now();
        Attempt.Builder attempt = attempt(now);
        admission.answered(attempt, response, now);
        session.answered(this, attempt.build(), response);
    }

    /** The timer may have run just before the content that made it pointless: what counts is who was here first. */
    private void noContentInTime() {
        if (!committed) {
            ProviderException late = Withholding.late(upstream);
            fail(
                    late != null
                            ? late.failure()
                            : ProviderFailure.of(
                                    FailureKind.TIMEOUT, "no content within " + limitNanos / 1_000_000 + " ms"));
        }
    }

    private void atDeadline() {
        session.post(this::deadlinePassed);
        cutOff();
    }

    /** Long answers and slow subscribers reach the deadline too: the target is to blame only if it fell silent. */
    private void deadlinePassed() {
        boolean silent = requested > 0
                && Withholding.late(upstream) == null
                && rooms.now() - waitingSinceNanos >= LONG_SILENCE_NANOS;
        fail(ProviderFailure.of(FailureKind.TIMEOUT, "the deadline passed in the middle of the answer"), silent);
    }

    /** Whether the kill switch stops it in this scope. */
    boolean isIn(KillScope scope) {
        return Scopes.covers(scope, walk.ask().facts().context(), target());
    }

    void stopped() {
        fail(AttemptEnds.stopped());
    }

    void cancelled() {
        fail(ProviderFailure.of(FailureKind.CANCELLED, "the caller cancelled"));
    }

    private void fail(ProviderFailure failure) {
        fail(failure, rooms.targets().get(step.target()).hadAFairChance(true, limitNanos));
    }

    private void fail(ProviderFailure failure, boolean hadTime) {
        if (ended) {
            return;
        }
        end();
        long now = rooms.now();
        admission.verdict(failure, hadTime, now);
        cancel(upstream);
        if (committed) {
            ModelResponse delivered = delivered();
            session.failedAfterCommit(this, failed(now, failure, delivered.usage()), delivered);
        } else {
            session.failedBeforeCommit(this, failed(now, failure, usageSoFar()), failure, now);
        }
    }

    /** What the caller has, with the provider's own count of tokens where that has come. */
    private ModelResponse delivered() {
        ProviderEvent.Finished end = finished;
        return end != null && end.usage().output().isPresent()
                ? assembler.finished(end)
                : assembler.delivered(walk.ask().facts().input().characters());
    }

    private TokenUsage usageSoFar() {
        return finished == null ? TokenUsage.unknown() : finished.usage();
    }

    private Attempt failed(long nowNanos, ProviderFailure failure, TokenUsage usage) {
        Attempt.Builder attempt = attempt(nowNanos);
        admission.failed(attempt, failure, usage, nowNanos);
        return attempt.build();
    }

    private Attempt.Builder attempt(long nowNanos) {
        long start = walk.ask().startNanos();
        return Attempt.builder(step.kind(), target().id()).span(startNanos - start, nowNanos - start);
    }

    /** Something threw that must not; the target has nothing to do with it. */
    void abandon() {
        admission.permit().ignore();
        end();
        cancel(upstream);
    }

    private void end() {
        ended = true;
        stopTimer();
    }

    private void stopTimer() {
        rooms.time().timer().cancel(timer);
        timer = null;
    }
}

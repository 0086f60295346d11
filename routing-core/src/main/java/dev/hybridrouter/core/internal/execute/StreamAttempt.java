package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
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

    private final StreamSession session;
    private final Rooms rooms;
    private final Walk walk;
    private final Step step;
    private final Admission admission;
    private final long startNanos;
    private final AnswerAssembler assembler = new AnswerAssembler();
    private final List<Delta> held = new ArrayList<>(2);
    private Flow.@Nullable Subscription upstream;
    private @Nullable Cancellable timer;
    private ProviderEvent.@Nullable Finished finished;
    private long requested;
    private boolean committed;
    private boolean ended;

    StreamAttempt(StreamSession session, Rooms rooms, Walk walk, Step step, Admission admission, long startNanos) {
        this.session = session;
        this.rooms = rooms;
        this.walk = walk;
        this.step = step;
        this.admission = admission;
        this.startNanos = startNanos;
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
        rooms.listeners().attemptStarted(walk.ask().facts(), target());
        long limit = walk.timeLimit(step, startNanos);
        timer = session.schedule(() -> timedOut("no content within " + limit / 1_000_000 + " ms"), limit);
        try {
            ProviderCall call =
                    new ProviderCall(admission.request(walk.ask()), target(), step.kind(), Duration.ofNanos(limit));
            Flow.Publisher<ProviderEvent> publisher = rooms.adapters().get(step.target()).stream(call);
            publisher.subscribe(this);
        } catch (Throwable e) { // an adapter that lacks a library throws an Error
            fail(AttemptEnds.classify(e));
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        session.post(() -> {
            if (ended || upstream != null) {
                subscription.cancel();
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
        limitTo(walk.ask().remaining(now));
        session.committed(this);
        held.forEach(session::deliver);
        held.clear();
        session.deliver(first);
        session.pull();
    }

    private void limitTo(long nanos) {
        stopTimer();
        timer = session.schedule(() -> timedOut("the deadline passed in the middle of the answer"), nanos);
    }

    /** Asks for as many more events as the caller waits for. */
    void pull(long unmetDemand) {
        if (committed && unmetDemand > requested) {
            ask(unmetDemand > UNBOUNDED ? Long.MAX_VALUE : unmetDemand - requested);
        }
    }

    private void ask(long more) {
        if (upstream != null && !ended && requested != Long.MAX_VALUE) {
            requested = requested + more < 0 ? Long.MAX_VALUE : requested + more;
            upstream.request(more);
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

    private void timedOut(String why) {
        if (!ended) {
            fail(ProviderFailure.of(FailureKind.TIMEOUT, why));
        }
    }

    void cancelled() {
        fail(ProviderFailure.of(FailureKind.CANCELLED, "the caller cancelled"));
    }

    private void fail(ProviderFailure failure) {
        if (ended) {
            return;
        }
        end();
        if (upstream != null) {
            upstream.cancel();
        }
        long now = rooms.now();
        admission.permit().fail(failure, now);
        if (committed) {
            ModelResponse delivered =
                    assembler.delivered(walk.ask().facts().input().characters());
            session.failedAfterCommit(this, failed(now, failure, delivered.usage()), delivered);
        } else {
            session.failedBeforeCommit(this, failed(now, failure, usageSoFar()), failure, now);
        }
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

    private void end() {
        ended = true;
        stopTimer();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}

package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.core.internal.flow.AnswerAssembler;
import dev.hybridrouter.core.internal.flow.AnswerSize;
import dev.hybridrouter.core.internal.flow.Turn;
import dev.hybridrouter.core.internal.flow.Withholding;
import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * An attempt whose answer comes in pieces. Before its commit point, the first content the caller can see, headers are held
 * back and any failure is an ordinary one; after it the request is bound to its target. The provider's signals are handled
 * within the request's turn.
 */
final class StreamAttempt extends LiveAttempt implements Flow.Subscriber<ProviderEvent> {
    /** Demand beyond this is a caller that wants everything. */
    private static final long UNBOUNDED = Long.MAX_VALUE / 2;

    /** A pause between pieces that only a target in trouble makes. */
    private static final long LONG_SILENCE_NANOS = 3_000_000_000L;

    private final AnswerAssembler assembler = new AnswerAssembler();
    private final List<Delta> held = new ArrayList<>(2);
    private final Turn wire = new Turn(this::wireBroke); // a subscription wants one call at a time
    private volatile Flow.@Nullable Subscription upstream;
    private @Nullable Cancellable timer;
    private ProviderEvent.@Nullable Finished finished;
    private @Nullable ModelResponse left; // what the caller had when it left; null while it has not
    private long requested;
    private long waitingSinceNanos; // for the piece that was asked for
    private long size;
    private boolean committed;

    StreamAttempt(Run run, NextAttempt step, Holds holds, long startNanos) {
        super(run, step, holds, startNanos);
        wire.within(run.call().carried());
    }

    @Override
    void send() {
        timer = kit.time.timer().schedule(() -> post(this::noContentInTime), limitNanos);
        if (timer == null) {
            fail(Failures.noTimer());
            return;
        }
        long called = kit.time.now();
        try {
            publisher().subscribe(this);
        } catch (Throwable e) { // an adapter that lacks a library throws an Error
            fail(Failures.classify(e));
        } finally {
            returned(called);
        }
    }

    private Flow.Publisher<ProviderEvent> publisher() {
        try {
            return dispatch().stream(run.call(), providerCall());
        } finally {
            taken();
        }
    }

    private void post(Runnable task) {
        run.call().turn().run(task);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        post(() -> {
            if (subscription == null) {
                fail(Failures.classify(new NullPointerException("the adapter subscribed with null")));
            } else if (hasEnded() || upstream != null) {
                cancel(subscription);
            } else {
                upstream = subscription;
                ask(1);
                if (run.call().isAborted()) { // whoever aborted did not see the subscription yet
                    cutOff();
                }
            }
        });
    }

    @Override
    public void onNext(ProviderEvent event) {
        post(() -> received(event));
    }

    @Override
    public void onError(Throwable error) {
        post(() -> fail(Failures.classify(error)));
    }

    @Override
    public void onComplete() {
        post(this::completed);
    }

    private void received(ProviderEvent event) {
        requested = requested == Long.MAX_VALUE ? requested : requested - 1;
        waitingSinceNanos = kit.time.now();
        if (hasEnded() || finished != null) {
            return;
        }
        if (event == null) {
            fail(Failures.classify(new NullPointerException("the adapter sent null")));
            return;
        }
        if (event instanceof ProviderEvent.Finished end) {
            finished = end;
            return;
        }
        Delta delta = ((ProviderEvent.Piece) event).delta();
        size += AnswerSize.of(delta);
        ProviderFailure tooLarge = AnswerSize.whyTooLarge(size, kit.maxAnswerBytes);
        if (tooLarge != null) {
            fail(tooLarge);
            return;
        }
        if (assembler.isBeyond(run.call().facts())) {
            fail(AnswerAssembler.beyond(run.call().facts()));
            return;
        }
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
            run.deliver(delta);
            pull();
        }
    }

    private static boolean isEmptyPiece(Delta delta) {
        return !delta.isContent()
                && (delta instanceof Delta.TextDelta
                        || delta instanceof Delta.ReasoningDelta
                        || delta instanceof Delta.ToolInputDelta);
    }

    private void commit(Delta first) {
        if (!run.commit(this)) {
            return;
        }
        committed = true;
        long now = kit.time.now();
        opened(now);
        stopTimer();
        timer = kit.time.timer().schedule(this::atDeadline, run.call().remaining(now));
        if (timer == null) {
            fail(Failures.noTimer());
            return;
        }
        run.opened(this, now);
        held.forEach(run::deliver);
        held.clear();
        run.deliver(first);
        pull();
    }

    /** Asks for as many more events as are wanted. */
    @Override
    void pull() {
        long wanted = committed && !hasEnded() ? demand() : 0;
        if (wanted > requested) {
            ask(wanted > UNBOUNDED ? Long.MAX_VALUE : wanted - requested);
        }
    }

    private long demand() {
        return left == null ? run.demand() : Long.MAX_VALUE;
    }

    @Override
    void drain(long nanos) {
        if (hasEnded() || left != null) {
            return;
        }
        left = assembler.delivered(run.call().facts());
        stopTimer();
        timer = kit.time
                .timer()
                .schedule(this::drained, Math.min(nanos, run.call().remaining(kit.time.now())));
        if (timer == null) {
            fail(Run.CANCELLED);
            return;
        }
        pull();
    }

    private void drained() {
        post(() -> fail(Run.CANCELLED));
        cutOff();
    }

    private void ask(long more) {
        Flow.Subscription subscription = upstream;
        if (subscription != null && !hasEnded() && requested != Long.MAX_VALUE) {
            waitingSinceNanos = requested == 0 ? kit.time.now() : waitingSinceNanos;
            requested = requested + more < 0 ? Long.MAX_VALUE : requested + more;
            wire.run(() -> subscription.request(more));
        }
    }

    private void wireBroke(Throwable e) {
        post(() -> fail(Failures.classify(e)));
    }

    @Override
    void cancel() {
        cancel(upstream);
    }

    private void cancel(Flow.@Nullable Subscription subscription) {
        if (subscription != null) {
            wire.run(() -> {
                try {
                    subscription.cancel();
                } catch (Throwable e) { // the attempt ends all the same
                    Failures.cancelThrew(run.call().number(), target(), e);
                }
            });
        }
    }

    private void completed() {
        if (hasEnded()) {
            return;
        }
        if (finished == null) {
            fail(ProviderFailure.of(FailureKind.STREAM_BROKEN, "the stream ended without its stop message"));
            return;
        }
        ModelResponse response = assembler.finished(finished);
        ProviderFailure failure = left != null ? Run.CANCELLED : Failures.whyNoAnswer(response);
        if (failure != null) {
            fail(failure);
        } else if (run.commit(this)) {
            answered(response);
        }
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
        post(this::deadlinePassed);
        cutOff(); // now: the turn may wait for a subscriber that does not return
    }

    /** Long answers and slow subscribers reach the deadline too: the target is to blame only if it fell silent. */
    private void deadlinePassed() {
        boolean silent = requested > 0
                && Withholding.late(upstream) == null
                && kit.time.now() - waitingSinceNanos >= LONG_SILENCE_NANOS;
        fail(ProviderFailure.of(FailureKind.TIMEOUT, "the deadline passed in the middle of the answer"), silent);
    }

    @Override
    void end(ProviderFailure why) {
        fail(why);
    }

    private void fail(ProviderFailure failure) {
        fail(failure, true);
    }

    private void fail(ProviderFailure failure, boolean fair) {
        if (hasEnded()) {
            return;
        }
        if (committed) {
            run.brokenStream(this, failure, delivered(), fair);
        } else {
            run.failed(this, failure, finished == null ? TokenUsage.unknown() : finished.usage(), fair);
        }
    }

    /** What the caller has, with the provider's own count of tokens where that has come. */
    private ModelResponse delivered() {
        ProviderEvent.Finished end = finished;
        ModelResponse all = end != null && end.usage().output().isPresent()
                ? assembler.finished(end)
                : assembler.delivered(run.call().facts());
        return left == null ? all : left.withUsage(all.usage());
    }

    @Override
    void stop() {
        stopTimer();
        cancel();
    }

    private void stopTimer() {
        kit.time.timer().cancel(timer);
        timer = null;
    }
}

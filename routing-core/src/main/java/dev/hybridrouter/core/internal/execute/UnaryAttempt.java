package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.control.Scopes;
import dev.hybridrouter.core.internal.health.TargetState;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One call of one target: the phase of a {@link UnaryCall} in which something is sent. */
@SuppressWarnings("serial")
final class UnaryAttempt extends Phase implements BiConsumer<ModelResponse, Throwable>, Runnable {
    private final UnaryCall owner;
    private final Rooms rooms;
    private final Walk walk;
    private final Step step;
    private final Admission admission;
    private final long startNanos;
    private final long limitNanos;
    // Volatile: whoever ends the attempt must see them, or whoever sets them must see the end.
    private volatile @Nullable CompletableFuture<ModelResponse> call;
    private volatile @Nullable Cancellable timer;

    UnaryAttempt(UnaryCall owner, Rooms rooms, Walk walk, Step step, Admission admission, long startNanos) {
        this.owner = owner;
        this.rooms = rooms;
        this.walk = walk;
        this.step = step;
        this.admission = admission;
        this.startNanos = startNanos;
        this.limitNanos = walk.timeLimit(step, startNanos);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // accept takes care of what it throws
    void begin() {
        CompletableFuture<ModelResponse> sent;
        try {
            rooms.listeners().attemptStarted(walk.ask().facts(), target());
            owner.enter(this);
            if (get()) {
                return;
            }
            sent = send();
        } finally {
            rooms.control().leave(admission.pass());
        }
        if (!sent.isDone()) {
            limit(sent);
        }
        sent.whenComplete(this);
    }

    private CompletableFuture<ModelResponse> send() {
        try {
            ProviderCall call = ProviderCall.builder(
                            walk.toSend(step, admission), target(), Duration.ofNanos(limitNanos))
                    .kind(step.kind())
                    .build();
            CompletableFuture<ModelResponse> sent =
                    rooms.adapters().get(step.target()).call(call);
            return sent != null
                    ? sent
                    : CompletableFuture.failedFuture(new NullPointerException("the adapter returned no future"));
        } catch (Throwable e) { // an adapter that lacks a library throws an Error
            return CompletableFuture.failedFuture(e);
        }
    }

    private void limit(CompletableFuture<ModelResponse> sent) {
        call = sent;
        timer = rooms.time().timer().schedule(this, limitNanos - (rooms.now() - startNanos));
        if (timer == null && end()) {
            failed(AttemptEnds.noTimer(), TokenUsage.unknown());
        } else if (get()) {
            stop();
        }
    }

    /** The end of the adapter's future. */
    @Override
    public void accept(@Nullable ModelResponse response, @Nullable Throwable error) {
        if (!end()) {
            return;
        }
        if (response == null) {
            failed(
                    AttemptEnds.classify(error != null ? error : new NullPointerException("the adapter answered null")),
                    AttemptEnds.usage(error));
            return;
        }
        ProviderFailure failure = AttemptEnds.whyNoAnswer(response);
        if (failure != null) {
            failed(failure, response.usage());
        } else {
            answered(response);
        }
    }

    /** The time limit. */
    @Override
    public void run() {
        if (end()) {
            ProviderException late = Withholding.late(call);
            failed(
                    late != null
                            ? late.failure()
                            : ProviderFailure.of(
                                    FailureKind.TIMEOUT, "no answer within " + limitNanos / 1_000_000 + " ms"),
                    AttemptEnds.usage(late));
        }
    }

    @Override
    void cancel() {
        if (end()) {
            failed(ProviderFailure.of(FailureKind.CANCELLED, "the caller cancelled"), TokenUsage.unknown());
        }
    }

    @Override
    void halt(KillScope scope) {
        if (Scopes.covers(scope, walk.ask().facts().context(), target()) && end()) {
            failed(AttemptEnds.stopped(), TokenUsage.unknown());
        }
    }

    private void answered(ModelResponse response) {
        try {
            stop();
            long now = rooms.now();
            admission.permit().succeed();
            state().answeredAfter(now - startNanos, now);
            Attempt.Builder attempt = attempt(now);
            admission.answered(attempt, response, now);
            record(attempt.build());
            owner.finish(walk.answered(response, target().id(), admission.allowance()));
        } catch (Throwable bug) {
            brokeOff(bug);
        }
    }

    private void failed(ProviderFailure failure, TokenUsage usage) {
        Step next;
        try {
            stop();
            long now = rooms.now();
            admission.verdict(failure, state().hadAFairChance(false, limitNanos), now);
            Attempt.Builder attempt = attempt(now);
            admission.failed(attempt, failure, usage, now);
            record(attempt.build());
            next = walk.afterFailure(step, failure, now);
        } catch (Throwable bug) {
            brokeOff(bug);
            return;
        }
        owner.proceed(next);
    }

    private void brokeOff(Throwable bug) {
        admission.permit().ignore();
        owner.brokeOff(bug);
    }

    private Attempt.Builder attempt(long nowNanos) {
        long start = walk.ask().startNanos();
        return Attempt.builder(step.kind(), target().id()).span(startNanos - start, nowNanos - start);
    }

    private void record(Attempt attempt) {
        walk.record(attempt);
        rooms.listeners().attemptEnded(walk.ask().facts(), target(), attempt);
    }

    private void stop() {
        rooms.time().timer().cancel(timer);
        CompletableFuture<ModelResponse> sent = call;
        if (sent != null) {
            try {
                sent.cancel(true);
            } catch (Throwable e) { // the attempt has ended all the same
                AttemptEnds.cancelThrew(target(), e);
            }
        }
    }

    private TargetState state() {
        return rooms.targets().get(step.target());
    }

    private Target target() {
        return state().target();
    }
}

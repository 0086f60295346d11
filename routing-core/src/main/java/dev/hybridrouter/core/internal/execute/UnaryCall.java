package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.quota.Allowance;
import dev.hybridrouter.core.internal.quota.WaitingLine;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request whose answer comes in one piece, and the future its caller holds.
 *
 * <p>At each moment one {@link Phase} is current: a pause or an attempt. A phase ends exactly once, by what it waited
 * for, its time limit or cancellation, and the thread that ends it carries the call on alone. So nothing else needs
 * guarding.
 */
final class UnaryCall extends CompletableFuture<RouteResult> implements InFlight, Flight.Leader {
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

    private void proceed(@Nullable Step step) {
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
            proceed(walk.afterRefusal(step, now));
        } else {
            new UnaryAttempt(step, admission, now).begin();
        }
    }

    private void finish(RouteResult result) {
        Ticket ticket = walk.ticket();
        if (ticket != null) {
            ticket.landed(result);
        }
        calls.remove(this);
        rooms.listeners().requestEnded(walk.ask().facts(), result);
        complete(result);
    }

    /** Makes a phase current; it ends at once if the call was cancelled meanwhile. */
    private void enter(Phase next) {
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
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean changed = super.cancel(mayInterruptIfRunning);
        if (changed) {
            leave();
        }
        return changed;
    }

    /** The caller wants no more; identical requests that share the call may. */
    private void leave() {
        Ticket ticket = walk.ticket();
        if (ticket == null || ticket.flight().leaderLeaves()) {
            abort();
        }
    }

    @Override
    public void pullForOthers() {} // the answer comes in one piece

    @Override
    public void abandon() {
        abort();
    }

    @Override
    public boolean completeExceptionally(Throwable ex) {
        boolean changed = super.completeExceptionally(ex);
        if (changed) {
            leave();
        }
        return changed;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    /** A phase in which nothing is sent, until a timer ends it. */
    @SuppressWarnings("serial")
    private abstract class Wait extends Phase {
        private volatile @Nullable Cancellable timer;

        void limit(Runnable end, long nanos) {
            timer = rooms.time().scheduler().schedule(end, nanos);
            if (get()) {
                stop();
            }
        }

        @Override
        void cancel() {
            if (end()) {
                stop();
                proceed(null);
            }
        }

        void stop() {
            Cancellable scheduled = timer;
            if (scheduled != null) {
                scheduled.cancel();
            }
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
                launch(step);
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
                limit(this::cancel, walk.waitLimit(rooms.now()));
            }
        }

        private void granted(Allowance room) {
            if (end()) {
                super.stop(); // has left the line already
                launch(walk.granted(room));
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

    /** One call of one target. */
    @SuppressWarnings("serial")
    private final class UnaryAttempt extends Phase implements BiConsumer<ModelResponse, Throwable>, Runnable {
        private final Step step;
        private final Admission admission;
        private final long startNanos;
        private final long limitNanos;
        // Volatile: whoever ends the attempt must see them, or whoever sets them must see the end.
        private volatile @Nullable CompletableFuture<ModelResponse> call;
        private volatile @Nullable Cancellable timer;

        UnaryAttempt(Step step, Admission admission, long startNanos) {
            this.step = step;
            this.admission = admission;
            this.startNanos = startNanos;
            this.limitNanos = walk.timeLimit(step, startNanos);
        }

        void begin() {
            rooms.listeners().attemptStarted(walk.ask().facts(), target());
            enter(this);
            if (!get()) {
                send();
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what accept throws would be a bug of the router
        private void send() {
            CompletableFuture<ModelResponse> sent;
            try {
                sent = rooms.adapters()
                        .get(step.target())
                        .call(new ProviderCall(
                                admission.request(walk.ask()), target(), step.kind(), Duration.ofNanos(limitNanos)));
            } catch (Throwable e) { // an adapter that lacks a library throws an Error
                accept(null, e);
                return;
            }
            if (sent == null) {
                accept(null, new NullPointerException("the adapter returned no future"));
                return;
            }
            if (!sent.isDone()) {
                timer = rooms.time().scheduler().schedule(this, limitNanos);
                call = sent;
                if (get()) {
                    stop();
                }
            }
            sent.whenComplete(this);
        }

        /** The end of the adapter's future. */
        @Override
        public void accept(@Nullable ModelResponse response, @Nullable Throwable error) {
            if (!end()) {
                return;
            }
            if (response == null) {
                failed(
                        AttemptEnds.classify(
                                error != null ? error : new NullPointerException("the adapter answered null")),
                        TokenUsage.unknown());
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
                failed(
                        ProviderFailure.of(FailureKind.TIMEOUT, "no answer within " + limitNanos / 1_000_000 + " ms"),
                        TokenUsage.unknown());
            }
        }

        @Override
        void cancel() {
            if (end()) {
                failed(ProviderFailure.of(FailureKind.CANCELLED, "the caller cancelled"), TokenUsage.unknown());
            }
        }

        private void answered(ModelResponse response) {
            long now = rooms.now();
            stop();
            admission.permit().succeed();
            rooms.targets().get(step.target()).answeredAfter(now - startNanos, now);
            Attempt.Builder attempt = attempt(now);
            admission.answered(attempt, response, now);
            record(attempt.build());
            finish(walk.answered(response, target().id(), admission.allowance()));
        }

        private void failed(ProviderFailure failure, TokenUsage usage) {
            long now = rooms.now();
            stop();
            admission.permit().fail(failure, now);
            Attempt.Builder attempt = attempt(now);
            admission.failed(attempt, failure, usage, now);
            record(attempt.build());
            proceed(walk.afterFailure(step, failure, now));
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
            Cancellable limit = timer;
            if (limit != null) {
                limit.cancel();
            }
            CompletableFuture<ModelResponse> sent = call;
            if (sent != null) {
                sent.cancel(true);
            }
        }

        private Target target() {
            return rooms.targets().get(step.target()).target();
        }
    }
}

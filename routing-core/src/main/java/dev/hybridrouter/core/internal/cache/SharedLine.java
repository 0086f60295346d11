package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.internal.cache.SharedTally.Call;
import dev.hybridrouter.core.internal.cache.SharedTally.Result;
import dev.hybridrouter.core.internal.sidecall.SideCalls;
import dev.hybridrouter.core.internal.sidecall.SideEnd;
import dev.hybridrouter.core.internal.sidecall.SideRequest;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.Outage;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The side calls of the second level: free, one breaker for all, a bound on writes, and counts of how they ended. Thread-safe. */
final class SharedLine {

    private final SecondLevel policy;
    private final RouterClock clock;
    private final SideCalls sideCalls;
    private final Breaker breaker;
    private final Semaphore writes;
    private final SharedTally tally = new SharedTally();
    private final Outage outage = Outage.paced();

    SharedLine(SecondLevel policy, RouterClock clock, SideCalls sideCalls) {
        this.policy = policy;
        this.clock = clock;
        this.sideCalls = sideCalls;
        this.breaker = new Breaker(policy.breaker());
        this.writes = new Semaphore(policy.maxWrites());
    }

    SharedTally tally() {
        return tally;
    }

    boolean isInService() {
        return breaker.isClosed() || breaker.awaitsProbe(clock.nanoTime());
    }

    /** Begins to describe a call of the store. */
    <T> SideRequest.Builder<T> call(Supplier<CompletionStage<T>> call) {
        return SideRequest.builder(SideCall.Kind.SHARED_CACHE, SharedAnswers.NAME, call)
                .ceiling(Money.ZERO);
    }

    /** What a search found. */
    interface Found {
        /** What it is worth that was brought. */
        Result result();

        /** The search has ended, with or without a result. */
        void ended();
    }

    /** Searches within so much time; a search that its request cuts short says nothing about health. */
    <T> Cancellable find(SideRequest.Builder<T> call, long mostNanos, Found found) {
        return sideCalls.send(
                call.breaker(breaker).timeLimit(policy.timeLimit(), mostNanos).build(),
                new Ending<>(Call.FIND, found::result, found::ended));
    }

    /**
     * Writes, unless too much is being written or a gate refuses it.
     *
     * @param then runs once it is written, or may yet be
     */
    void store(SideRequest.Builder<Void> call, Runnable then) {
        if (writes.tryAcquire()) {
            send(call.breaker(breaker), new Ending<>(Call.STORE, () -> Result.DONE, then));
        } else {
            skipped(Call.STORE);
        }
    }

    /** Removes, whatever the breaker says: what is to go has to go. The kill switch stops it all the same. Returns how it ended. */
    CompletableFuture<Result> remove(Supplier<CompletionStage<Void>> call) {
        Ending<Void> end = new Ending<>(Call.REMOVE, () -> Result.DONE, () -> {});
        send(call(call), end);
        return end.outcome;
    }

    private void send(SideRequest.Builder<Void> call, Ending<Void> end) {
        var unused = sideCalls.send(
                call.check(nothing -> true)
                        .timeLimit(policy.writeTimeLimit(), Long.MAX_VALUE)
                        .build(),
                end);
    }

    void skipped(Call call) {
        tally.add(call, Result.SKIPPED);
    }

    /** Logs where an outage begins; later failures are counted only. */
    void report(Throwable thrown) {
        if (outage.failed(clock.nanoTime())) {
            LogEvent.SECOND_LEVEL_FAILED
                    .line()
                    .with("cause", thrown.getClass().getName())
                    .thrown(SafeTrace.of(thrown))
                    .log();
        }
    }

    private void worked() {
        Outage.Ended ended = outage.worked(clock.nanoTime());
        if (ended != null) {
            LogEvent.SECOND_LEVEL_RECOVERED
                    .line()
                    .with("duration", ended.lasted())
                    .with("failures", ended.failures())
                    .log();
        }
    }

    /** What follows from a call's end. */
    private final class Ending<T> implements SideEnd<T> {
        private final Call call;
        private final Supplier<Result> result;
        private final Runnable then;
        private final CompletableFuture<Result> outcome = new CompletableFuture<>();

        Ending(Call call, Supplier<Result> result, Runnable then) {
            this.call = call;
            this.result = result;
            this.then = then;
        }

        @Override
        public void answered(T value, @Nullable Money cost) {
            worked();
            over(Objects.requireNonNull(result.get()));
        }

        @Override
        public void failed(Throwable thrown, @Nullable Money cost) {
            report(thrown);
            over(Result.ERROR);
        }

        @Override
        public void late() {
            over(Result.TIMEOUT);
        }

        @Override
        public void cancelled() {
            over(Result.CANCELLED);
        }

        /** A search has ended then, too; what was not written needs no more care. */
        @Override
        public void refused(Rejection why) {
            count(Result.SKIPPED);
            if (call == Call.FIND) {
                then.run();
            }
        }

        private void over(Result how) {
            count(how);
            then.run();
        }

        private void count(Result how) {
            tally.add(call, how);
            if (call == Call.STORE) {
                writes.release();
            }
            outcome.complete(how);
        }
    }
}

package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.internal.cache.SharedTally.Call;
import dev.hybridrouter.core.internal.cache.SharedTally.Result;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.tools.TimedCall;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line to the second level: time limits, a breaker, a bound on writes, and counts of how calls ended. Thread-safe. */
final class SharedLine {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLine.class);

    private final SecondLevel policy;
    private final RouterClock clock;
    private final GuardedTimer timer;
    private final Breaker breaker;
    private final Semaphore writes;
    private final SharedTally tally = new SharedTally();
    private final Set<TimedCall<?>> pending = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile boolean closed;

    SharedLine(SecondLevel policy, RouterClock clock, GuardedTimer timer) {
        this.policy = policy;
        this.clock = clock;
        this.timer = timer;
        this.breaker = new Breaker(policy.breaker());
        this.writes = new Semaphore(policy.maxWrites());
    }

    SharedTally tally() {
        return tally;
    }

    boolean isInService() {
        return !closed && (breaker.isClosed() || breaker.awaitsProbe(clock.nanoTime()));
    }

    /**
     * Searches within so much time; a search that its request cuts short says nothing about health.
     *
     * @param reader says what it is worth that was brought
     * @param then runs once the search has ended, unless it was cancelled
     */
    <T> Cancellable find(Supplier<CompletionStage<T>> call, long mostNanos, Function<T, Result> reader, Runnable then) {
        Breaker.Entry entry = mostNanos <= 0 || closed ? Breaker.Entry.REFUSED : breaker.tryEnter(clock.nanoTime());
        if (entry == Breaker.Entry.REFUSED) {
            skipped(Call.FIND);
            then.run();
            return () -> {};
        }
        long limit = policy.timeLimit().toNanos();
        TimedCall<T> errand = new TimedCall<>(call, new Search<>(entry, limit <= mostNanos, reader, then), timer);
        errand.begin(Math.min(limit, mostNanos));
        return errand;
    }

    /**
     * Writes, unless too much is being written or the store is out of service.
     *
     * @param then runs once it is written, or may yet be
     */
    void store(Supplier<CompletionStage<Void>> call, Runnable then) {
        if (!writes.tryAcquire()) {
            skipped(Call.STORE);
            return;
        }
        Breaker.Entry entry = closed ? Breaker.Entry.REFUSED : breaker.tryEnter(clock.nanoTime());
        if (entry == Breaker.Entry.REFUSED) {
            writes.release();
            skipped(Call.STORE);
        } else {
            begin(call, new Ending<>(Call.STORE, entry, true, then));
        }
    }

    /** Removes, whatever the breaker says: what is to go has to go. */
    void remove(Supplier<CompletionStage<Void>> call) {
        if (closed) {
            skipped(Call.REMOVE);
        } else {
            begin(call, new Ending<>(Call.REMOVE, null, true, () -> {}));
        }
    }

    private void begin(Supplier<CompletionStage<Void>> call, Ending<Void> end) {
        TimedCall<Void> errand = new TimedCall<>(call, end, timer);
        end.errand = errand;
        pending.add(errand);
        if (closed) {
            errand.cancel();
        } else {
            errand.begin(policy.writeTimeLimit().toNanos());
        }
    }

    void skipped(Call call) {
        tally.add(call, Result.SKIPPED);
    }

    /** Logs the first failure; the others are counted only. */
    void report(Throwable thrown) {
        if (reported.compareAndSet(false, true)) {
            LOG.atWarn()
                    .setCause(SafeTrace.of(thrown))
                    .log("The cache's second level failed; requests go on without it, later failures are only counted");
        }
    }

    void close() {
        closed = true;
        pending.forEach(TimedCall::cancel);
    }

    /** What follows from a call's end. */
    private class Ending<T> implements TimedCall.End<T> {
        private final Call call;
        private final Breaker.@Nullable Entry entry; // null if it has no say in health
        private final boolean lateIsIll;
        private final Runnable then;
        private @Nullable TimedCall<T> errand; // set before it begins; null for searches

        Ending(Call call, Breaker.@Nullable Entry entry, boolean lateIsIll, Runnable then) {
            this.call = call;
            this.entry = entry;
            this.lateIsIll = lateIsIll;
            this.then = then;
        }

        @Override
        public void brought(T value) {
            worked();
            over(Result.DONE);
            afterwards();
        }

        @Override
        public void failed(Throwable thrown) {
            report(thrown);
            ailed();
            over(Result.ERROR);
            afterwards();
        }

        @Override
        public void late() {
            if (lateIsIll) {
                ailed();
            } else {
                saidNothing();
            }
            over(Result.TIMEOUT);
            afterwards();
        }

        @Override
        public void cancelled() {
            saidNothing();
            over(Result.CANCELLED);
        }

        void afterwards() {
            then.run();
        }

        void worked() {
            if (entry != null) {
                breaker.succeeded(entry);
            }
        }

        void ailed() {
            if (entry != null) {
                breaker.failed(entry, clock.nanoTime());
            }
        }

        private void saidNothing() {
            if (entry != null) {
                breaker.ignored(entry);
            }
        }

        void over(Result result) {
            tally.add(call, result);
            if (errand != null) {
                pending.remove(errand);
            }
            if (call == Call.STORE) {
                writes.release();
            }
        }
    }

    /** What follows from a search's end. */
    private final class Search<T> extends Ending<T> {
        private final Function<T, Result> reader;

        Search(Breaker.Entry entry, boolean lateIsIll, Function<T, Result> reader, Runnable then) {
            super(Call.FIND, entry, lateIsIll, then);
            this.reader = reader;
        }

        @Override
        public void brought(T value) {
            Result result;
            try {
                result = reader.apply(value);
            } catch (Throwable e) { // a request waits for the end of this: whatever it was, it is a miss
                failed(e);
                return;
            }
            worked();
            over(result);
            afterwards();
        }
    }
}

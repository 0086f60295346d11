package dev.hybridrouter.core.internal.similar;

import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.core.internal.timer.GuardedTimer;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of the host's code that may fail, hang, or never end. It ends exactly once: with what it brings, with a failure, with
 * its time, or because nobody waits for it any more.
 */
@SuppressWarnings("serial") // extends the flag instead of holding one
final class Errand<T> extends AtomicBoolean implements Runnable, Cancellable {
    private static final Logger LOG = LoggerFactory.getLogger(Errand.class);

    private final GuardedTimer timer;
    private final End<T> end;
    private volatile @Nullable Cancellable limit;
    private volatile @Nullable CompletionStage<T> stage;

    Errand(GuardedTimer timer, End<T> end) {
        this.timer = timer;
        this.end = end;
    }

    /** How it ended. One of these is told, on any thread. */
    interface End<T> {
        void brought(T value);

        /** It failed; with a {@link TimeoutException} if its time is over. */
        void failed(Throwable thrown);

        void cancelled();
    }

    void begin(Supplier<CompletionStage<T>> call, long limitNanos) {
        limit = timer.schedule(this, limitNanos); // first: who blocks in the call is late as well
        if (limit == null) {
            cancel();
            return;
        }
        try {
            CompletionStage<T> begun = call.get();
            stage = begun;
            var unused = begun.whenComplete(this::ended);
        } catch (Throwable e) {
            fail(e);
        }
        if (get()) {
            stop();
        }
    }

    private void ended(@Nullable T value, @Nullable Throwable thrown) {
        if (thrown != null || value == null) {
            fail(thrown != null ? thrown : new NullPointerException("nothing was brought"));
        } else if (compareAndSet(false, true)) {
            stop();
            end.brought(value);
        }
    }

    private void fail(Throwable thrown) {
        if (compareAndSet(false, true)) {
            stop();
            end.failed(thrown);
        }
    }

    /** The time limit. */
    @Override
    public void run() {
        fail(new TimeoutException());
    }

    @Override
    public void cancel() {
        if (compareAndSet(false, true)) {
            stop();
            end.cancelled();
        }
    }

    private void stop() {
        timer.cancel(limit);
        if (stage instanceof Future<?> running) {
            try {
                running.cancel(true);
            } catch (Throwable e) { // the host's call goes on, and nobody waits for it
                LOG.atDebug().setCause(SafeTrace.of(e)).log("A call could not be cancelled");
            }
        }
    }
}

package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.core.internal.timer.GuardedTimer;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of foreign code that may fail, hang, or never end. It ends exactly once: with what it brings, with a failure, with
 * its time, or because nobody waits for it any more.
 */
@SuppressWarnings("serial") // extends the flag instead of holding one
final class Errand<T> extends AtomicBoolean implements Runnable, Cancellable {
    private final Supplier<CompletionStage<T>> call;
    private final End<T> end;
    private final GuardedTimer timer;
    private volatile @Nullable Cancellable limit;
    private volatile @Nullable CompletionStage<T> stage;

    Errand(Supplier<CompletionStage<T>> call, End<T> end, GuardedTimer timer) {
        this.call = call;
        this.end = end;
        this.timer = timer;
    }

    /** How it ended. One of these is told, on any thread. */
    interface End<T> {
        void brought(T value);

        void failed(Throwable thrown);

        void late();

        void cancelled();
    }

    void begin(long limitNanos) {
        limit = timer.schedule(this, limitNanos); // first: who blocks in the call is late as well
        if (limit == null) {
            fail(new RejectedExecutionException("no time limit could be set"));
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

    private void ended(T value, @Nullable Throwable thrown) {
        if (thrown != null) {
            fail(thrown);
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
        if (compareAndSet(false, true)) {
            stop();
            end.late();
        }
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
            running.cancel(true);
        }
    }
}

package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.diagnostics.LogEvent;
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
public final class TimedCall<T> extends AtomicBoolean implements Runnable, Cancellable {
    private final Supplier<CompletionStage<T>> call;
    private final End<T> end;
    private final GuardedTimer timer;
    private volatile @Nullable Cancellable limit;
    private volatile @Nullable CompletionStage<T> stage;

    /** Prepares a call; {@link #begin} makes it. */
    public TimedCall(Supplier<CompletionStage<T>> call, End<T> end, GuardedTimer timer) {
        this.call = call;
        this.end = end;
        this.timer = timer;
    }

    /** How it ended. One of these is told, on any thread. */
    public interface End<T> {
        /** It brought this. */
        void brought(T value);

        /** It failed. */
        void failed(Throwable thrown);

        /** Its time is over. */
        void late();

        /** Nobody waits for it any more. */
        void cancelled();
    }

    /** Whether it has ended. */
    public boolean hasEnded() {
        return get();
    }

    /** Makes the call, which may last so long. */
    public void begin(long limitNanos) {
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
            try {
                running.cancel(true);
            } catch (Throwable e) { // the host's call goes on, and nobody waits for it
                LogEvent.SIDE_CANCEL_FAILED
                        .line()
                        .with("cause", e.getClass().getName())
                        .thrown(SafeTrace.of(e))
                        .log();
            }
        }
    }
}

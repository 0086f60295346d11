package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The only way to the scheduler, which may be the host's: it may refuse, for example because its executor was shut down
 * before the router, and must not take a call with it. Thread-safe.
 */
public final class GuardedTimer {
    private final TaskScheduler scheduler;
    private final AtomicBoolean told = new AtomicBoolean();

    /** Guards a scheduler. */
    public GuardedTimer(TaskScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Schedules a task; null if the scheduler refuses it, which is logged once. */
    public @Nullable Cancellable schedule(Runnable task, long delayNanos) {
        try {
            return scheduler.schedule(task, delayNanos);
        } catch (Throwable e) { // whatever it is, no task will come
            report(e);
            return null;
        }
    }

    /** Cancels a task, if there is one. */
    public void cancel(@Nullable Cancellable task) {
        if (task != null) {
            try {
                task.cancel();
            } catch (Throwable e) { // the task comes after all, and finds that it is too late
                report(e);
            }
        }
    }

    /**
     * Waits on this thread for what tasks of the scheduler may have to end. Throws what the scheduler throws if it does not let
     * the thread wait.
     */
    public <T> T await(CompletableFuture<T> awaited) throws InterruptedException, ExecutionException {
        if (!awaited.isDone() && !Thread.currentThread().isInterrupted()) {
            scheduler.beforeBlocking(awaited);
        }
        return awaited.get();
    }

    private void report(Throwable thrown) {
        if (told.compareAndSet(false, true)) {
            LogEvent.SCHEDULER_FAILED
                    .line()
                    .with("scheduler", scheduler.getClass().getName())
                    .with("cause", thrown.getClass().getName())
                    .thrown(SafeTrace.of(thrown))
                    .log();
        }
    }
}

package dev.hybridrouter.spi;

import dev.hybridrouter.api.internal.Check;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The only source of delayed work: time limits and back-off. Thread-safe. */
@FunctionalInterface
public interface TaskScheduler {
    /**
     * Runs a task once after a delay. Tasks are short and do not block.
     *
     * @param task what to run
     * @param delayNanos how long to wait, in nanoseconds; zero or less runs it as soon as possible
     * @return cancels it
     */
    Cancellable schedule(Runnable task, long delayNanos);

    /** Returns a scheduler over an executor that the host owns and shuts down. */
    static TaskScheduler over(ScheduledExecutorService executor) {
        Check.notNull(executor, "executor");
        return (task, delayNanos) -> {
            var scheduled = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    /** A task that may not have run yet. */
    @FunctionalInterface
    interface Cancellable {
        /** Keeps the task from running, if it has not begun. Idempotent. */
        void cancel();
    }
}

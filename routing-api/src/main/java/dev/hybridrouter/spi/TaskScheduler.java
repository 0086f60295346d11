package dev.hybridrouter.spi;

import dev.hybridrouter.api.internal.Check;
import java.util.concurrent.Future;
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

    /**
     * Called on a thread that is about to block until something ends that tasks of this scheduler may have to end, for example by
     * the blocking {@code route}. Not called if that has ended already, or if the thread is interrupted. A scheduler that runs its
     * tasks on threads of its own has nothing to do here, and by default nothing is done. One that moves only when a test moves
     * it may run tasks now, or throw rather than let the thread block for ever: what was waited for is then cancelled, and the
     * exception reaches the caller.
     *
     * @param awaited what the thread will wait for; not to be completed here
     */
    default void beforeBlocking(Future<?> awaited) {}

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

package dev.hybridrouter.spi.internal;

import dev.hybridrouter.spi.TaskScheduler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The timer of an adapter whose host handed in none: one thread, started by the first task. */
public final class OwnScheduler implements TaskScheduler, AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    /**
     * Creates a timer without a thread.
     *
     * @param threadName the name of its thread
     */
    public OwnScheduler(String threadName) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        // After the end: what close() is just ending must not trip over the timer it sets meanwhile.
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public Cancellable schedule(Runnable task, long delayNanos) {
        var scheduled = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** Ends the thread; tasks that are not due yet never run. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}

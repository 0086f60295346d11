package dev.hybridrouter.bedrock;

import dev.hybridrouter.spi.TaskScheduler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The timer of single calls whose host handed in none: a thread for each, which ends with the task or when that is cancelled. */
final class CallTimer implements TaskScheduler {
    @Override
    public Cancellable schedule(Runnable task, long delayNanos) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "hybridrouter-bedrock-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        var scheduled = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        executor.shutdown(); // what was scheduled still runs, and the thread ends with it
        return () -> scheduled.cancel(false);
    }
}

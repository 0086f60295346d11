package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.spi.TaskScheduler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The timer of a router whose host handed in none: one thread, started by the first task.
 *
 * <p>A task that is due before all others wakes the thread, only for it to go back to sleep; where one call is in flight at
 * a time, that would be each call's time limit, at the price of two context switches. So while there is work, a beat is
 * always due sooner than any time limit. It ends when there has been no work for a while.
 */
public final class OwnTimer implements TaskScheduler, AutoCloseable {
    private static final long BEAT_MILLIS = 50;
    private static final int IDLE_BEATS = 100;

    private final ScheduledThreadPoolExecutor executor;
    private final AtomicBoolean beating = new AtomicBoolean();
    private volatile boolean used;
    private int idleBeats;

    /** Creates a timer without a thread. */
    public OwnTimer() {
        this(new ScheduledThreadPoolExecutor(1, TimerThread::new));
    }

    /** Whether the caller would keep a router's time limits from being kept if it waited. */
    public static boolean isCurrentThread() {
        return Thread.currentThread() instanceof TimerThread;
    }

    private static final class TimerThread extends Thread {
        TimerThread(Runnable task) {
            super(task, "hybridrouter-timer");
            setDaemon(true);
        }
    }

    /** Creates a timer over an executor of its own. */
    public OwnTimer(ScheduledThreadPoolExecutor executor) {
        this.executor = executor;
        executor.setRemoveOnCancelPolicy(true);
        // After shutdown: a call that close() is just ending must not trip over the timer it sets meanwhile.
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public Cancellable schedule(Runnable task, long delayNanos) {
        if (!used) {
            used = true;
        }
        if (!beating.get() && beating.compareAndSet(false, true)) {
            beatAgain();
        }
        var scheduled = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    private void beat() {
        idleBeats = used || !executor.getQueue().isEmpty() ? 0 : idleBeats + 1;
        used = false;
        if (idleBeats < IDLE_BEATS) {
            beatAgain();
        } else {
            idleBeats = 0;
            beating.set(false);
        }
    }

    private void beatAgain() {
        var unused = executor.schedule(this::beat, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the thread; tasks that are not due yet never run. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}

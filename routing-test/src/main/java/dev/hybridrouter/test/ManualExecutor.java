package dev.hybridrouter.test;

import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An executor whose tasks run when a manual clock is advanced. Like the JDK's, it keeps delayed tasks after shutdown. */
final class ManualExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    private final ManualClock clock;
    private final Set<Job<?>> jobs = ConcurrentHashMap.newKeySet();
    private volatile boolean shutdown;

    ManualExecutor(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // as with the JDK's, a caller who wants the outcome submits
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return start(new Job<>(Executors.callable(command), 0), unit.toNanos(delay));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return start(new Job<>(callable, 0), unit.toNanos(delay));
    }

    /** A manual clock takes no time to run a task, so that rate and delay are the same. */
    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return scheduleWithFixedDelay(command, initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        if (delay <= 0) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: >= 1)");
        }
        return start(new Job<>(Executors.callable(command), unit.toNanos(delay)), unit.toNanos(initialDelay));
    }

    private <V> Job<V> start(Job<V> job, long delayNanos) {
        if (shutdown) {
            throw new RejectedExecutionException("executor is shut down");
        }
        jobs.add(job);
        job.schedule(delayNanos);
        return job;
    }

    @Override
    public void shutdown() {
        shutdown = true;
        jobs.stream().filter(job -> job.periodNanos > 0).forEach(job -> job.cancel(false));
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        List<Runnable> waiting = new ArrayList<>(jobs);
        jobs.forEach(job -> job.cancel(false));
        return waiting;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && jobs.isEmpty();
    }

    /** Does not wait: only the test can make tasks run. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }

    /** A task that runs once or, where it has a period, again and again until it throws or is cancelled. */
    private final class Job<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long periodNanos;
        private volatile long dueNanos;
        private volatile @Nullable Cancellable scheduled;

        Job(Callable<V> callable, long periodNanos) {
            super(callable);
            this.periodNanos = periodNanos;
        }

        void schedule(long delayNanos) {
            dueNanos = clock.nanoTime() + Math.max(0, delayNanos);
            scheduled = clock.schedule(this, delayNanos);
            if (isDone()) {
                done();
            }
        }

        @Override
        public void run() {
            if (periodNanos == 0) {
                super.run();
            } else if (runAndReset()) {
                schedule(periodNanos);
            }
        }

        @Override
        protected void done() {
            jobs.remove(this);
            Cancellable task = scheduled;
            if (task != null) {
                task.cancel();
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - clock.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}

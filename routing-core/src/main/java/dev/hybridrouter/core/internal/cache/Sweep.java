package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Clears the memory of answers that may be kept no longer, also where nobody asks any more. One task at a time, and none
 * while no answer has such a limit. Thread-safe.
 */
final class Sweep {
    /** Caffeine looks at what is over once in about a second. */
    private static final long MARGIN = TimeUnit.SECONDS.toNanos(2);

    /** No moment. */
    static final long NEVER = Long.MAX_VALUE;

    private final GuardedTimer timer;
    private final RouterClock clock;
    private final LongSupplier cleaning;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Cancellable task; // from here on guarded by lock
    private long dueNanos;
    private boolean closed;

    /**
     * Creates one that has nothing to do.
     *
     * @param cleaning clears what is over, and returns how long the next is kept; {@link #NEVER} if there is none
     */
    Sweep(GuardedTimer timer, RouterClock clock, LongSupplier cleaning) {
        this.timer = timer;
        this.clock = clock;
        this.cleaning = cleaning;
    }

    /** Something may be kept for so long only. */
    void in(long leftNanos) {
        if (leftNanos == NEVER) {
            return;
        }
        lock.lock();
        try {
            long due = clock.nanoTime() + Math.min(leftNanos, NEVER / 2) + MARGIN;
            if (!closed && (task == null || due - dueNanos < 0)) {
                timer.cancel(task);
                dueNanos = due;
                task = timer.schedule(this::run, due - clock.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        lock.lock();
        try {
            task = null;
        } finally {
            lock.unlock();
        }
        in(cleaning.getAsLong());
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            timer.cancel(task);
            task = null;
        } finally {
            lock.unlock();
        }
    }
}

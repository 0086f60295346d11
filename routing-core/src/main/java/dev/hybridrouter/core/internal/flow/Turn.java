package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.api.internal.SafeTrace;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time, in the order in which they come, on the thread of whoever finds it idle. State that only its
 * tasks touch needs no other guard. A task that finds it idle runs at once and costs no queue. The queue is bounded by its
 * users: a stream posts no more than it has asked for.
 */
@SuppressWarnings("serial") // extends the counter instead of holding one: made for every request
public final class Turn extends AtomicInteger {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    private final transient Consumer<Throwable> onCrash;
    private transient volatile @Nullable Queue<Runnable> tasks; // made by the first task that has to wait

    /**
     * Creates an idle turn.
     *
     * @param onCrash receives what a task throws, within the turn
     */
    public Turn(Consumer<Throwable> onCrash) {
        this.onCrash = onCrash;
    }

    /** Runs a task now if the turn is idle, or else after those before it. */
    public void run(Runnable task) {
        if (compareAndSet(0, 1)) {
            execute(task);
            drain(addAndGet(-1));
        } else {
            queue().add(task);
            if (getAndIncrement() == 0) {
                drain(1);
            }
        }
    }

    private Queue<Runnable> queue() {
        Queue<Runnable> known = tasks;
        return known != null ? known : newQueue();
    }

    private synchronized Queue<Runnable> newQueue() {
        Queue<Runnable> known = tasks;
        if (known == null) {
            known = new ConcurrentLinkedQueue<>();
            tasks = known;
        }
        return known;
    }

    private void drain(int waiting) {
        int batch = waiting;
        while (batch > 0) {
            for (int i = 0; i < batch; i++) {
                Runnable task = queue().poll();
                if (task != null) {
                    execute(task);
                }
            }
            batch = addAndGet(-batch);
        }
    }

    private void execute(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            crashed(e);
        }
    }

    private void crashed(Throwable thrown) {
        try {
            onCrash.accept(thrown);
        } catch (Throwable e) { // would stop the turn, and with it everybody who waits for it
            LOG.atError().setCause(SafeTrace.of(e)).log("A request could not be ended; this is a bug of the router");
        }
    }
}

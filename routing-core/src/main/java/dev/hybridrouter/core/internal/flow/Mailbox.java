package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.api.internal.SafeTrace;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time in the order in which they came, on the thread of whoever finds it idle. What its tasks share
 * needs no other guard. It is bounded by its users: a stream posts no more than it has asked for.
 */
public final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Consumer<Throwable> onCrash;

    public Mailbox(Consumer<Throwable> onCrash) {
        this.onCrash = onCrash;
    }

    public void post(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            drain();
        }
    }

    private void drain() {
        int batch = 1;
        while (batch > 0) {
            for (int i = 0; i < batch; i++) {
                run();
            }
            batch = waiting.addAndGet(-batch);
        }
    }

    private void run() {
        Runnable task = tasks.poll();
        if (task == null) {
            return;
        }
        try {
            task.run();
        } catch (Throwable e) {
            crashed(e);
        }
    }

    private void crashed(Throwable thrown) {
        try {
            onCrash.accept(thrown);
        } catch (Throwable e) { // would stop the mailbox, and with it everybody who posts to it
            LOG.atError().setCause(SafeTrace.of(e)).log("A stream could not be ended; this is a bug of the router");
        }
    }
}

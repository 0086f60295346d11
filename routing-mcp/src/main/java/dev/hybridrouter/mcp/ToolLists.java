package dev.hybridrouter.mcp;

import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Readings of a server's list of tools: one at a time, shared by all who ask meanwhile, and with a pause between those
 * that the server itself brings about. Thread-safe.
 */
final class ToolLists {
    private final Supplier<CompletableFuture<OfferedTools>> reading;
    private final RouterClock clock;
    private final TaskScheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private @Nullable CompletableFuture<OfferedTools> running;
    private boolean awaited;
    private boolean begunBefore;
    private long lastBegun;

    /** Creates readings, each of which the supplier begins; it ends in bounded time. */
    ToolLists(Supplier<CompletableFuture<OfferedTools>> reading, RouterClock clock, TaskScheduler scheduler) {
        this.reading = reading;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** Reads the list, or waits for the reading that has begun. */
    CompletableFuture<OfferedTools> read() {
        CompletableFuture<OfferedTools> begun = new CompletableFuture<>();
        lock.lock();
        try {
            if (running != null) {
                return running;
            }
            running = begun;
        } finally {
            lock.unlock();
        }
        var unused = reading.get().whenComplete((offered, error) -> {
            ended(begun);
            if (error == null) {
                begun.complete(offered);
            } else {
                begun.completeExceptionally(error);
            }
        });
        return begun;
    }

    private void ended(CompletableFuture<OfferedTools> begun) {
        lock.lock();
        try {
            if (running == begun) {
                running = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The server says that its list has changed: it is read soon, once however often that is said. */
    void changed() {
        long wait;
        lock.lock();
        try {
            if (awaited) {
                return;
            }
            awaited = true;
            long since = clock.nanoTime() - lastBegun;
            wait = begunBefore ? Math.max(0, Limits.BETWEEN_LISTS.toNanos() - since) : 0;
        } finally {
            lock.unlock();
        }
        if (wait == 0) {
            again();
            return;
        }
        try {
            var unused = scheduler.schedule(this::again, wait);
        } catch (RuntimeException e) { // the host's scheduler
            again();
        }
    }

    private void again() {
        CompletableFuture<OfferedTools> before;
        lock.lock();
        try {
            awaited = false;
            begunBefore = true;
            lastBegun = clock.nanoTime();
            before = running;
        } finally {
            lock.unlock();
        }
        // One that runs already may have seen the list as it was.
        var unused = before == null
                ? read()
                : before.exceptionally(error -> OfferedTools.NONE).thenCompose(seen -> read());
    }
}

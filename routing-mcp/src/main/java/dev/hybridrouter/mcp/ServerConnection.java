package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one server. It connects when the first call comes. A server that is lost is connected again at once; if that
 * fails, or it is lost again before it has answered a call, it is left alone for a growing while, and then connected by
 * the next call.
 */
final class ServerConnection {
    /** What connections share: time, and how long to leave servers alone. */
    record Timing(RouterClock clock, TaskScheduler scheduler, ReconnectBackoff backoff) {}

    private static final int PATIENT_SHARE = 10;

    private final McpServer server;
    private final Set<McpTool> tools;
    private final Supplier<Link> links;
    private final Timing timing;
    private final Semaphore slots;
    private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    // All guarded by the lock; a connection that failed or was lost is none.
    private @Nullable CompletableFuture<Session> current;
    private long notBefore;
    private int failures;
    private boolean closed;

    ServerConnection(McpServer server, Set<McpTool> tools, Supplier<Link> links, Timing timing) {
        this.server = server;
        this.tools = tools;
        this.links = links;
        this.timing = timing;
        slots = new Semaphore(server.maxInFlight());
    }

    McpServer server() {
        return server;
    }

    Set<McpTool> tools() {
        return tools;
    }

    TaskScheduler scheduler() {
        return timing.scheduler();
    }

    /** Takes the right to one call, to be given back by {@link #leave}. */
    boolean tryEnter() {
        return slots.tryAcquire();
    }

    void leave() {
        slots.release();
    }

    /** The server has answered a call, so it is sound. */
    void answered() {
        lock.lock();
        try {
            failures = 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The session, which may have to be begun. Not to be cancelled: others wait for it too.
     *
     * @param patience how long the caller has; a server to be left alone for more than a tenth of it is refused at once
     */
    CompletableFuture<Session> session(Duration patience) {
        CompletableFuture<Session> begun = new CompletableFuture<>();
        long wait;
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(new ProviderException(closedFailure()));
            }
            if (current != null) {
                return current;
            }
            wait = failures == 0 ? 0 : Math.max(0, notBefore - timing.clock().nanoTime());
            if (wait > patience.dividedBy(PATIENT_SHARE).toNanos()) {
                return CompletableFuture.failedFuture(new ProviderException(leftAlone(wait)));
            }
            current = begun;
        } finally {
            lock.unlock();
        }
        if (wait == 0) {
            connect(begun);
        } else {
            connectLater(begun, wait);
        }
        return begun;
    }

    private void connectLater(CompletableFuture<Session> begun, long wait) {
        try {
            var timer = timing.scheduler().schedule(() -> connect(begun), wait);
            var unused = begun.whenComplete((session, error) -> timer.cancel());
        } catch (RuntimeException e) { // the host's scheduler
            notBegun(begun);
        }
    }

    private void notBegun(CompletableFuture<Session> begun) {
        failed(begun);
        begun.completeExceptionally(new ProviderException(
                FailureKind.UNAVAILABLE, "server " + server.name() + " cannot be used: no connection could be begun"));
    }

    private ProviderFailure leftAlone(long nanos) {
        return ProviderFailure.builder(FailureKind.UNAVAILABLE, "server " + server.name() + " is down")
                .retryAfter(Duration.ofNanos(nanos))
                .build();
    }

    private ProviderFailure closedFailure() {
        return ProviderFailure.builder(FailureKind.CANCELLED, "the adapter is closed")
                .billing(Billing.NONE)
                .build();
    }

    private void connect(CompletableFuture<Session> begun) {
        if (isClosed()) {
            begun.completeExceptionally(new ProviderException(closedFailure()));
            return;
        }
        Session session;
        try {
            session = new Session(server, links.get(), tools, timing, why -> lost(begun));
        } catch (RuntimeException e) { // no file descriptor is free, for one
            notBegun(begun);
            return;
        }
        sessions.removeIf(Session::hasEnded);
        sessions.add(session);
        if (isClosed()) { // meanwhile, and perhaps without seeing this one
            session.close(closedFailure());
            begun.completeExceptionally(new ProviderException(closedFailure()));
            return;
        }
        try {
            handshake(session, begun);
        } catch (RuntimeException e) { // the host's scheduler
            session.close(ProviderFailure.of(FailureKind.UNAVAILABLE, "no connection could be begun"));
            notBegun(begun);
        }
    }

    private void handshake(Session session, CompletableFuture<Session> begun) {
        var limit = timing.scheduler()
                .schedule(
                        () -> session.close(ProviderFailure.of(FailureKind.UNAVAILABLE, "it does not answer in time")),
                        server.connectTimeout().toNanos());
        var unused = session.connect().whenComplete((connected, error) -> {
            limit.cancel();
            if (error == null) {
                begun.complete(connected);
                if (connected.isLost()) { // before it was begun, when nobody heeded that
                    lost(begun);
                }
            } else {
                session.close(ProviderFailure.of(FailureKind.UNAVAILABLE, "the handshake failed"));
                failed(begun);
                begun.completeExceptionally(error);
            }
        });
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Counts a connection that could not be made. */
    private void failed(CompletableFuture<Session> begun) {
        lock.lock();
        try {
            if (current == begun) {
                current = null;
                failures++;
                notBefore = timing.clock().nanoTime() + timing.backoff().nanosAfter(failures);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Replaces a connection that was there; one that is being made is told by {@link #failed}. */
    private void lost(CompletableFuture<Session> begun) {
        if (!begun.isDone()) {
            return;
        }
        boolean atOnce;
        lock.lock();
        try {
            atOnce = current == begun && failures == 0 && !closed;
            if (current == begun) {
                current = null;
                failures++;
                notBefore = timing.clock().nanoTime()
                        + (atOnce ? 0 : timing.backoff().nanosAfter(failures - 1));
            }
        } finally {
            lock.unlock();
        }
        if (atOnce) {
            var unused = session(server.connectTimeout());
        }
    }

    /** Begins to end everything. Does not block. */
    void close() {
        CompletableFuture<Session> last;
        lock.lock();
        try {
            closed = true;
            last = current;
            current = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.completeExceptionally(new ProviderException(closedFailure())); // who waits for it, waits no more
        }
        sessions.forEach(session -> session.close(closedFailure()));
    }

    /** Waits a few seconds at most until nothing is left. */
    void awaitEnd() {
        sessions.forEach(Session::awaitEnd);
        sessions.clear(); // or a closed adapter would keep their HTTP clients
    }
}

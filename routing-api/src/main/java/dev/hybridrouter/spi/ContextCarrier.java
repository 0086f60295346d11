package dev.hybridrouter.spi;

import org.jspecify.annotations.Nullable;

/**
 * Takes the context of the thread that makes a request, such as trace ids for logs, along to all threads that work on it. The
 * router captures it once for each request, on the thread that calls {@code route} or {@code routeAsync} or subscribes to a
 * stream. It restores it around everything it runs for the request: attempts, guards, listeners, side calls, callbacks, signals
 * to subscribers, and its own log lines. Implementations must be thread-safe, fast, and not block.
 *
 * <p>A library of thread-local contexts fits in a few lines, for example Micrometer's:
 *
 * <pre>{@code
 * ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();
 * ContextCarrier carrier = () -> {
 *     ContextSnapshot snapshot = snapshots.captureAll();
 *     return () -> snapshot.setThreadLocals()::close;
 * };
 * }</pre>
 */
@FunctionalInterface
public interface ContextCarrier {
    /**
     * Returns the context of the calling thread, or null if it has none; nothing is restored then. A request goes on without
     * context if this throws.
     */
    @Nullable
    Captured capture();

    /** Returns a carrier that carries nothing and costs nothing. */
    static ContextCarrier none() {
        return () -> null;
    }

    /** The context of one request. Restored on many threads, possibly at the same time. */
    @FunctionalInterface
    interface Captured {
        /** Gives the calling thread this context in place of its own, until the result is closed on the same thread. */
        Restored restore();
    }

    /** A context that a thread has for a while. */
    @FunctionalInterface
    interface Restored extends AutoCloseable {
        /** Gives the thread back what it had before. */
        @Override
        void close();
    }
}

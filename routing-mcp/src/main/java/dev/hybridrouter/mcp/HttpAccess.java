package dev.hybridrouter.mcp;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of one adapter, shared by the sessions of all its servers: each client has a selector thread and
 * connections, which end when nothing refers to the client any more. Responses that the JDK remembers refer to their
 * links, and those to this, so it lets go of the client when it is closed. None is made before it is needed. Thread-safe.
 */
final class HttpAccess implements AutoCloseable {
    private final Duration connectTimeout;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private @Nullable ExecutorService executor;
    private @Nullable HttpClient client;
    private boolean closed;

    /**
     * Creates an access.
     *
     * @param connectTimeout longest that a connection may take; what waits for it has shorter limits of its own
     */
    HttpAccess(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    /** Sends a request. Cancelling the future ends the exchange. */
    CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, HttpResponse.BodyHandler<byte[]> handler) {
        HttpClient current = client();
        return current == null
                ? CompletableFuture.failedFuture(new IOException("the adapter is closed"))
                : current.sendAsync(request, handler);
    }

    private @Nullable HttpClient client() {
        lock.lock();
        try {
            if (client == null && !closed) {
                executor = Executors.newCachedThreadPool(work -> {
                    Thread thread = new Thread(work, "hybridrouter-mcp-http");
                    thread.setDaemon(true);
                    return thread;
                });
                client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(connectTimeout)
                        .executor(executor)
                        .build();
            }
            return client;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        ExecutorService last;
        lock.lock();
        try {
            closed = true;
            client = null;
            last = executor;
            executor = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.shutdown();
        }
    }
}

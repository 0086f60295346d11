package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.TaskScheduler;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server sends that belongs to no request: a GET that stays open. A server that has none refuses it; one that ends
 * it is asked again after a while, of which each refusal doubles the length.
 */
final class ServerEvents {
    private static final long REOPEN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_DOUBLINGS = 6;

    private final Function<Runnable, CompletableFuture<HttpResponse<String>>> get;
    private final TaskScheduler scheduler;
    private final Consumer<ProviderFailure> unreachable;
    private volatile @Nullable CompletableFuture<?> open;
    private volatile int refusals; // there is one GET at a time
    private volatile boolean closed;

    /**
     * Creates a channel that is not open yet.
     *
     * @param get sends the GET; it is handed what to run if an event cannot be read
     * @param unreachable told if the server cannot be reached, after which nothing is tried again
     */
    ServerEvents(
            Function<Runnable, CompletableFuture<HttpResponse<String>>> get,
            TaskScheduler scheduler,
            Consumer<ProviderFailure> unreachable) {
        this.get = get;
        this.scheduler = scheduler;
        this.unreachable = unreachable;
    }

    void listen() {
        if (closed) {
            return;
        }
        AtomicBoolean over = new AtomicBoolean();
        try {
            var sent = get.apply(() -> reopen(over));
            open = sent;
            if (closed) {
                sent.cancel(true);
            }
            var unused = sent.whenComplete((response, error) -> {
                Throwable cause = error == null ? null : HttpFailures.cause(error);
                if (cause != null && HttpFailures.isUnreachable(cause)) {
                    unreachable.accept(HttpFailures.of(cause));
                } else if (cause != null || !hasNone(response.statusCode())) {
                    reopen(over);
                }
            });
        } catch (RuntimeException e) { // the host's headers
            reopen(over);
        }
    }

    private boolean hasNone(int status) {
        refusals = HttpFailures.isSuccess(status) ? 0 : Math.min(refusals + 1, MOST_DOUBLINGS);
        return status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_BAD_METHOD;
    }

    private void reopen(AtomicBoolean over) {
        if (!closed && over.compareAndSet(false, true)) {
            scheduler.schedule(this::listen, REOPEN_NANOS << refusals);
        }
    }

    void close() {
        closed = true;
        CompletableFuture<?> listening = open;
        if (listening != null) {
            listening.cancel(true);
        }
    }
}

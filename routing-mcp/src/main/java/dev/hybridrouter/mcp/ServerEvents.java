package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.TaskScheduler;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server sends that belongs to no request: a GET that stays open. A server that has none refuses it, or answers
 * with something else; a stream that ends is opened again after a while, which doubles each time that it brought nothing.
 */
final class ServerEvents {
    private static final long REOPEN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_DOUBLINGS = 6;

    private final Function<Reading, CompletableFuture<HttpResponse<byte[]>>> get;
    private final TaskScheduler scheduler;
    private final Consumer<ProviderFailure> unreachable;
    private volatile @Nullable CompletableFuture<?> open;
    private volatile int vain; // there is one GET at a time
    private volatile boolean closed;

    /** Is told while a stream is read. */
    interface Reading {
        /** It brought a message. */
        void message();
    }

    /**
     * Creates a channel that is not open yet.
     *
     * @param get sends the GET
     * @param unreachable told if the server cannot be reached, after which nothing is tried again
     */
    ServerEvents(
            Function<Reading, CompletableFuture<HttpResponse<byte[]>>> get,
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
        vain = Math.min(vain + 1, MOST_DOUBLINGS + 1);
        try {
            var sent = get.apply(() -> vain = 0);
            open = sent;
            if (closed) {
                sent.cancel(true);
            }
            var unused = sent.whenComplete(this::ended);
        } catch (RuntimeException e) { // the host's headers
            reopen();
        }
    }

    private void ended(@Nullable HttpResponse<byte[]> response, @Nullable Throwable error) {
        Throwable cause = error == null ? null : HttpFailures.cause(error);
        if (cause != null && HttpFailures.isUnreachable(cause)) {
            unreachable.accept(HttpFailures.of(cause));
        } else if (cause instanceof SseReader.TooLongException) {
            vain = MOST_DOUBLINGS + 1; // it sends without end
            reopen();
        } else if (response == null || mayHaveOne(response)) {
            reopen();
        }
    }

    private static boolean mayHaveOne(HttpResponse<byte[]> response) {
        return HttpFailures.isSuccess(response.statusCode())
                ? HttpFailures.isEvents(response.headers())
                : response.statusCode() != HttpURLConnection.HTTP_NOT_FOUND
                        && response.statusCode() != HttpURLConnection.HTTP_BAD_METHOD;
    }

    private void reopen() {
        if (closed) {
            return;
        }
        try {
            var unused = scheduler.schedule(this::listen, REOPEN_NANOS << Math.max(0, vain - 1));
        } catch (RuntimeException e) { // the host's scheduler: nothing is heard any more, and calls go on
            closed = true;
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

package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.TaskScheduler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP: each message is a POST, whose response is one message or a stream of them; what belongs to no request
 * comes through a GET that stays open, where the server has one.
 */
final class HttpLink implements Link {
    private static final String SESSION = "mcp-session-id";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long REOPEN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int NO_METHOD = 405;
    private static final int MOST_DOUBLINGS = 6;

    private final McpServer server;
    private final URI uri;
    private final TaskScheduler scheduler;
    private final ExecutorService executor;
    private final HttpClient client;
    private final Map<Object, CompletableFuture<?>> exchanges = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> session = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<?> background;
    private volatile int refusals; // of the GET, of which there is one at a time
    private volatile @Nullable String protocolVersion;
    private volatile @Nullable Listener listener;

    HttpLink(McpServer server, TaskScheduler scheduler) {
        this.server = server;
        this.uri = Objects.requireNonNull(server.uri());
        this.scheduler = scheduler;
        executor = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "hybridrouter-mcp-" + server.name() + "-http");
            thread.setDaemon(true);
            return thread;
        });
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(server.connectTimeout())
                .executor(executor)
                .build();
    }

    @Override
    public void open(Listener heard) {
        listener = heard;
    }

    @Override
    public void send(@Nullable Object requestId, String message) {
        HttpRequest.Builder request;
        try {
            request = request("application/json, " + EVENT_STREAM);
        } catch (RuntimeException e) { // the host's headers
            end(
                    requestId,
                    ProviderFailure.builder(FailureKind.AUTH, "the headers of the host cannot be had")
                            .cause(e)
                            .build());
            return;
        }
        request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(message));
        CompletableFuture<HttpResponse<String>> sent =
                client.sendAsync(request.build(), info -> body(info, () -> unreadable(requestId)));
        if (requestId != null) {
            exchanges.put(requestId, sent);
        }
        var unused = sent.whenComplete((response, error) -> {
            if (requestId != null && !exchanges.remove(requestId, sent)) {
                return; // aborted: its end was told by whoever did that
            }
            if (error != null) {
                failed(requestId, error);
            } else {
                answered(requestId, response);
            }
        });
    }

    private HttpRequest.Builder request(String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", accept);
        server.currentHeaders().forEach(request::header);
        String current = session.get();
        if (current != null) {
            request.header(SESSION, current);
        }
        String version = protocolVersion;
        if (version != null) {
            request.header("MCP-Protocol-Version", version);
        }
        return request;
    }

    private HttpResponse.BodySubscriber<String> body(HttpResponse.ResponseInfo info, Runnable unreadable) {
        if (!isSuccess(info.statusCode())
                || !isEvents(info.headers().firstValue("content-type").orElse(""))) {
            return BoundedBody.whole(HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8));
        }
        info.headers().firstValue(SESSION).ifPresent(id -> session.compareAndSet(null, id));
        return BoundedBody.lines(HttpResponse.BodySubscribers.fromLineSubscriber(
                new SseReader(this::message, unreadable), reader -> "", StandardCharsets.UTF_8, null));
    }

    private static boolean isSuccess(int status) {
        return status / 100 == 2;
    }

    private static boolean isEvents(String contentType) {
        return contentType.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    private void message(Map<String, Object> message) {
        Objects.requireNonNull(listener).message(message);
    }

    private void unreadable(@Nullable Object requestId) {
        end(requestId, ProviderFailure.of(FailureKind.MALFORMED_RESPONSE, "the server sent an event that is not JSON"));
    }

    private void end(@Nullable Object requestId, ProviderFailure why) {
        if (requestId != null) {
            Objects.requireNonNull(listener).ended(requestId, why);
        }
    }

    private void answered(@Nullable Object requestId, HttpResponse<String> response) {
        if (!isSuccess(response.statusCode())) {
            refused(requestId, response);
            return;
        }
        response.headers().firstValue(SESSION).ifPresent(id -> session.compareAndSet(null, id));
        try {
            if (!response.body().isBlank() && requestId != null) {
                message(McpJson.read(response.body()));
            }
            end(requestId, ProviderFailure.of(FailureKind.STREAM_BROKEN, "the exchange ended without an answer"));
        } catch (IOException e) {
            unreadable(requestId);
        }
    }

    private void refused(@Nullable Object requestId, HttpResponse<String> response) {
        int status = response.statusCode();
        boolean inSession = session.get() != null;
        if (inSession && (status == NOT_FOUND || (status == BAD_REQUEST && !answers(requestId, response.body())))) {
            retired(requestId, ProviderFailure.of(FailureKind.UNAVAILABLE, "the server no longer knows the session"));
        } else {
            end(requestId, FailureReader.ofStatus(status, retryAfter(response)));
        }
    }

    /** Whether a refusal speaks of this request, not of the session. */
    private static boolean answers(@Nullable Object requestId, String body) {
        try {
            return requestId != null && requestId.equals(McpJson.read(body).get("id"));
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("retry-after").orElse("");
        return seconds.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }

    private void failed(@Nullable Object requestId, Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (isUnreachable(cause)) {
            retired(requestId, unreachable(cause));
        } else if (cause instanceof BoundedBody.TooLongException) {
            end(requestId, ProviderFailure.of(FailureKind.MALFORMED_RESPONSE, "the server sent too long a message"));
        } else {
            end(
                    requestId,
                    ProviderFailure.builder(FailureKind.STREAM_BROKEN, "the connection to the server broke")
                            .cause(cause)
                            .build());
        }
    }

    /** One request met trouble that the next would meet too; what others wait for may still come. */
    private void retired(@Nullable Object requestId, ProviderFailure why) {
        Objects.requireNonNull(listener).retired(why);
        end(requestId, why);
    }

    private static boolean isUnreachable(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    }

    private static ProviderFailure unreachable(Throwable cause) {
        return ProviderFailure.builder(FailureKind.UNAVAILABLE, "the server cannot be reached")
                .billing(Billing.NONE)
                .cause(cause)
                .build();
    }

    @Override
    public boolean withdraw(Object requestId) {
        return false; // nothing waits here
    }

    @Override
    public void abort(Object requestId) {
        CompletableFuture<?> exchange = exchanges.remove(requestId);
        if (exchange != null) {
            exchange.cancel(true);
        }
    }

    @Override
    public void ready(String version) {
        protocolVersion = version;
        listen();
    }

    /** Opens the GET. A server that has none refuses it; one that ends it is asked again after a while. */
    private void listen() {
        if (closed.get()) {
            return;
        }
        try {
            AtomicBoolean over = new AtomicBoolean();
            var sent = client.sendAsync(request(EVENT_STREAM).GET().build(), info -> body(info, () -> reopen(over)));
            background = sent;
            if (closed.get()) {
                sent.cancel(true);
            }
            var unused = sent.whenComplete((response, error) -> {
                Throwable cause = error instanceof CompletionException ? error.getCause() : error;
                if (cause != null && isUnreachable(cause)) {
                    Objects.requireNonNull(listener).retired(unreachable(cause));
                } else if (cause != null || !hasNone(response.statusCode())) {
                    reopen(over);
                }
            });
        } catch (RuntimeException e) { // the host's headers
            reopen(new AtomicBoolean());
        }
    }

    private boolean hasNone(int status) {
        refusals = isSuccess(status) ? 0 : Math.min(refusals + 1, MOST_DOUBLINGS);
        return status == NOT_FOUND || status == NO_METHOD;
    }

    private void reopen(AtomicBoolean over) {
        if (!closed.get() && over.compareAndSet(false, true)) {
            scheduler.schedule(this::listen, REOPEN_NANOS << refusals);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<?> listening = background;
        if (listening != null) {
            listening.cancel(true);
        }
        exchanges.keySet().forEach(this::abort);
        CompletableFuture<?> goodbye = session.get() == null ? CompletableFuture.completedFuture(null) : delete();
        var unused = goodbye.whenComplete((response, error) -> {
            ended.complete(null);
            executor.shutdown();
        });
    }

    private CompletableFuture<?> delete() {
        try {
            HttpRequest request = request("application/json")
                    .timeout(Duration.ofMillis(PATIENCE_MILLIS))
                    .DELETE()
                    .build();
            return client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        } catch (RuntimeException e) { // the host's headers
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public boolean hasEnded() {
        return ended.isDone();
    }

    @Override
    public void awaitEnd() {
        try {
            ended.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            executor.shutdownNow();
        }
    }
}

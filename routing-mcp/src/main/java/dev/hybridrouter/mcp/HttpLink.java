package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.TaskScheduler;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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

    private final McpServer server;
    private final URI uri;
    private final ExecutorService executor;
    private final HttpClient client;
    private final Map<Object, CompletableFuture<?>> exchanges = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> session = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ServerEvents events;
    private volatile @Nullable String protocolVersion;
    private volatile @Nullable Listener listener;

    HttpLink(McpServer server, TaskScheduler scheduler) {
        this.server = server;
        this.uri = Objects.requireNonNull(server.uri());
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
        events = new ServerEvents(this::get, scheduler, why -> retired(null, why));
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
        if (!HttpFailures.isSuccess(info.statusCode())
                || !isEvents(info.headers().firstValue("content-type").orElse(""))) {
            return BoundedBody.whole(HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8));
        }
        info.headers().firstValue(SESSION).ifPresent(id -> session.compareAndSet(null, id));
        return BoundedBody.lines(HttpResponse.BodySubscribers.fromLineSubscriber(
                new SseReader(this::message, unreadable), reader -> "", StandardCharsets.UTF_8, null));
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
        if (!HttpFailures.isSuccess(response.statusCode())) {
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
        boolean forgotten =
                switch (response.statusCode()) {
                    case HttpURLConnection.HTTP_NOT_FOUND -> true;
                    case HttpURLConnection.HTTP_BAD_REQUEST -> !answers(requestId, response.body());
                    default -> false;
                };
        if (forgotten && session.get() != null) {
            retired(requestId, ProviderFailure.of(FailureKind.UNAVAILABLE, "the server no longer knows the session"));
        } else {
            end(requestId, HttpFailures.of(response));
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

    private void failed(@Nullable Object requestId, Throwable error) {
        Throwable cause = HttpFailures.cause(error);
        ProviderFailure why = HttpFailures.of(cause);
        if (HttpFailures.isUnreachable(cause)) {
            retired(requestId, why);
        } else {
            end(requestId, why);
        }
    }

    /** One request met trouble that the next would meet too; what others wait for may still come. */
    private void retired(@Nullable Object requestId, ProviderFailure why) {
        Objects.requireNonNull(listener).retired(why);
        end(requestId, why);
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
        events.listen();
    }

    private CompletableFuture<HttpResponse<String>> get(Runnable unreadable) {
        return client.sendAsync(request(EVENT_STREAM).GET().build(), info -> body(info, unreadable));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        events.close();
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

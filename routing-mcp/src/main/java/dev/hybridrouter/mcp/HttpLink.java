package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler;
import java.net.HttpURLConnection;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP: each message is a POST, whose response is one message or a stream of them; what belongs to no request
 * comes through a GET that stays open, where the server has one. A stream that ends before its answer is taken up again
 * by a GET, if its events have ids.
 */
final class HttpLink implements Link {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** How long a stream may stay open behind the answer it brought. */
    private static final Duration AFTER_ANSWER = Duration.ofSeconds(2);

    private final HttpAccess http;
    private final HttpAddress address;
    private final HttpFailures failures;
    private final TaskScheduler scheduler;
    private final int maxMessage;
    private final Map<Object, HttpExchange> exchanges = new ConcurrentHashMap<>();
    private final AtomicInteger notifications = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ServerEvents events;
    private volatile @Nullable Listener listener;
    private volatile boolean ready; // the handshake, which does no harm twice, is over

    HttpLink(McpServer server, HttpAccess http, RouterClock clock, TaskScheduler scheduler) {
        this.http = http;
        this.scheduler = scheduler;
        maxMessage = server.maxMessageBytes();
        address = new HttpAddress(server);
        failures = new HttpFailures(clock);
        events = new ServerEvents(this::listen, scheduler, why -> retire(null, why));
    }

    @Override
    public void open(Listener heard) {
        listener = heard;
    }

    private Listener listener() {
        return Objects.requireNonNull(listener);
    }

    @Override
    public void send(@Nullable Object requestId, String message, BooleanSupplier departure) {
        HttpExchange exchange = new HttpExchange(requestId, message, departure);
        if (requestId != null) {
            exchanges.put(requestId, exchange);
        } else if (notifications.incrementAndGet() > Limits.NOTIFICATIONS) {
            notifications.decrementAndGet(); // what a server asks without end, it waits for in vain
            return;
        }
        post(exchange);
    }

    private void post(HttpExchange exchange) {
        try {
            begin(exchange, address.post(exchange.body()));
        } catch (RuntimeException e) { // the host's headers
            end(exchange, HttpFailures.ofHeaders(e));
        }
    }

    private void begin(HttpExchange exchange, HttpRequest request) {
        Heard heard = new Heard(exchange, true);
        SseReader reader = exchange.newReader(event -> Frames.deliver(event, heard), maxMessage);
        CompletableFuture<HttpResponse<byte[]>> sent = http.send(request, info -> body(info, reader));
        exchange.goesOnIn(sent);
        var unused = sent.whenComplete((response, error) -> {
            if (exchange.isAborted()) {
                return; // its end was told by whoever did that
            }
            if (error != null) {
                failed(exchange, HttpFailures.cause(error));
            } else {
                responded(exchange, response);
            }
        });
    }

    private HttpResponse.BodySubscriber<byte[]> body(HttpResponse.ResponseInfo info, SseReader reader) {
        boolean success = HttpFailures.isSuccess(info.statusCode());
        if (success) {
            address.learn(info.headers());
        }
        return success && HttpFailures.isEvents(info.headers())
                ? BoundedBody.events(reader)
                : BoundedBody.whole(maxMessage);
    }

    private void responded(HttpExchange exchange, HttpResponse<byte[]> response) {
        if (HttpAddress.isMoved(response) && exchange.mayBeRedirected() && address.follow(response)) {
            post(exchange);
        } else if (!HttpFailures.isSuccess(response.statusCode())) {
            refused(exchange, response);
        } else if (HttpFailures.isEvents(response.headers())) {
            unanswered(exchange, HttpFailures.withoutAnswer());
        } else {
            Frames.deliver(response.body(), new Heard(exchange, false));
            end(exchange, response.body().length == 0 ? HttpFailures.withoutAnswer() : Frames.unreadable());
        }
    }

    private void refused(HttpExchange exchange, HttpResponse<byte[]> response) {
        Map<String, Object> body = McpJson.read(response.body());
        boolean answers = exchange.requestId() != null && exchange.requestId().equals(body.get("id"));
        boolean lost = exchange.requestId() == null
                ? response.statusCode() == HttpURLConnection.HTTP_NOT_FOUND
                : SessionLoss.isMeantBy(response.statusCode(), answers) || SessionLoss.isMeantBy(body);
        ProviderFailure notTakenUp = HttpFailures.notTakenUp(response.statusCode());
        if (lost && address.hasSession()) {
            retire(exchange, exchange.isResumed() ? notTakenUp : HttpFailures.sessionLost());
        } else if (exchange.isResumed()) {
            end(exchange, notTakenUp);
        } else if (answers && FailureReader.supportedVersions(body) != null) {
            listener().message(body);
            end(exchange, failures.of(response));
        } else {
            end(exchange, failures.of(response));
        }
    }

    private void failed(HttpExchange exchange, Throwable cause) {
        ProviderFailure why = HttpFailures.of(cause);
        if (HttpFailures.isUnreachable(cause)) {
            // What was sent before may have been done.
            retire(exchange, exchange.isResumed() ? HttpFailures.broken(cause) : why);
        } else if (cause instanceof SseReader.TooLongException) {
            end(exchange, why);
        } else if (!ready
                && exchange
                        .mayBeRepeated()) { // the server had closed a connection that was kept from an earlier session
            post(exchange);
        } else {
            unanswered(exchange, why);
        }
    }

    /** A stream has ended, or broken, perhaps before it brought the answer. */
    private void unanswered(HttpExchange exchange, ProviderFailure why) {
        if (!exchange.mayBeResumed()) {
            end(exchange, why);
            return;
        }
        try {
            var unused =
                    scheduler.schedule(() -> resume(exchange), exchange.pause().toNanos());
        } catch (RuntimeException e) { // the host's scheduler
            end(exchange, why);
        }
    }

    private void resume(HttpExchange exchange) {
        if (exchange.isAborted() || closed.get()) {
            return;
        }
        try {
            begin(exchange, address.get(exchange.lastEventId()));
        } catch (RuntimeException e) { // the host's headers
            end(exchange, HttpFailures.ofHeaders(e));
        }
    }

    /** Ends a stream that stays open behind its answer. */
    private TaskScheduler.Cancellable abortLater(Object requestId) {
        try {
            return scheduler.schedule(() -> abort(requestId), AFTER_ANSWER.toNanos());
        } catch (RuntimeException e) { // the host's scheduler
            return () -> {};
        }
    }

    private void end(@Nullable HttpExchange exchange, ProviderFailure why) {
        if (exchange == null) {
            return;
        }
        exchange.finished();
        Object requestId = exchange.requestId();
        if (requestId == null) {
            notifications.decrementAndGet();
        } else if (exchanges.remove(requestId, exchange)) {
            listener().ended(requestId, why); // which is nothing to it if there was an answer
        }
    }

    /** One request met trouble that the next would meet too; what others wait for may still come. */
    private void retire(@Nullable HttpExchange exchange, ProviderFailure why) {
        listener().retired(why);
        end(exchange, why);
    }

    @Override
    public boolean withdraw(Object requestId) {
        return false; // nothing waits here
    }

    @Override
    public void abort(Object requestId) {
        HttpExchange exchange = exchanges.remove(requestId);
        if (exchange != null) {
            exchange.abort();
        }
    }

    @Override
    public void ready(String version) {
        ready = true;
        address.speaks(version);
        events.listen();
    }

    private CompletableFuture<HttpResponse<byte[]>> listen(ServerEvents.Reading reading) {
        SseReader reader = new SseReader(
                event -> {
                    if (Frames.deliver(event, listener())) {
                        reading.message();
                    }
                },
                maxMessage,
                Math.max(Limits.SERVER_EVENTS, maxMessage));
        return http.send(address.get(null), info -> body(info, reader));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        events.close();
        exchanges.keySet().forEach(this::abort);
        CompletableFuture<?> goodbye = address.hasSession() ? delete() : CompletableFuture.completedFuture(null);
        var unused = goodbye.whenComplete((response, error) -> ended.complete(null));
    }

    private CompletableFuture<?> delete() {
        try {
            return http.send(address.delete(PATIENCE), info -> BoundedBody.whole(maxMessage));
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
            ended.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            ended.complete(null); // the server does not say goodbye, and nothing waits for that
        }
    }

    /** Hears what comes in response to one message. */
    private final class Heard implements Frames.Sink {
        private final HttpExchange exchange;
        private final boolean streamed;

        Heard(HttpExchange exchange, boolean streamed) {
            this.exchange = exchange;
            this.streamed = streamed;
        }

        @Override
        public void message(Map<String, Object> message) {
            Object requestId = exchange.requestId();
            boolean answer = requestId != null && Frames.isAnswer(message) && requestId.equals(message.get("id"));
            if (answer && address.hasSession() && SessionLoss.isMeantBy(message)) {
                retire(exchange, HttpFailures.sessionLost());
                return;
            }
            if (answer && requestId != null) {
                exchange.answered(streamed ? abortLater(requestId) : () -> {});
            }
            listener().message(message);
        }

        @Override
        public void ended(Object requestId, ProviderFailure why) {
            listener().ended(requestId, why);
        }
    }
}

package dev.hybridrouter.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The fake server behind Streamable HTTP. */
final class FakeHttp implements AutoCloseable {
    final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
    final AtomicInteger deletes = new AtomicInteger();
    volatile String session = "session-1";
    /** Sees each exchange first; whether it has handled it. */
    volatile Interceptor interceptor = (exchange, body) -> false;

    /** Handles exchanges in place of the server. */
    interface Interceptor {
        boolean handles(HttpExchange exchange, String body) throws IOException;
    }

    private final Queue<Sse> listeners = new ConcurrentLinkedQueue<>();
    private final FakeServer fake;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-mcp-http");
        thread.setDaemon(true);
        return thread;
    });

    FakeHttp(FakeServer fake) {
        this.fake = fake;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/mcp", this::handle);
        http.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp");
    }

    /** Sends a message that belongs to no request. */
    void push(Map<String, Object> message) {
        listeners.forEach(listener -> listener.message(message));
    }

    /** Lets go of the streams whose clients have gone, which only writing shows. */
    void sweep() {
        listeners.removeIf(listener -> !listener.isThere());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (interceptor.handles(exchange, body)) {
            return;
        }
        String named = exchange.getRequestHeaders().getFirst("mcp-session-id");
        if (named != null && !named.equals(session)) {
            status(exchange, 404);
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            deletes.incrementAndGet();
            status(exchange, 200);
        } else if (exchange.getRequestMethod().equals("GET")) {
            Sse listener = new Sse(exchange);
            listener.raw("");
            listeners.add(listener);
        } else if (McpJson.object(McpJson.MAPPER.readValue(body, Object.class)).containsKey("id")) {
            fake.receive(body, new Sse(exchange));
        } else {
            status(exchange, 202);
            fake.receive(body, new Sse(exchange));
        }
    }

    /** The id of a request, as JSON. */
    static String idOf(String request) throws IOException {
        return McpJson.write(Objects.requireNonNull(McpJson.read(request).get("id")));
    }

    /** Answers with text. */
    static void respond(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static void status(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** The response to one request, as a stream of events that begins with the first. */
    private final class Sse implements FakeServer.Out {
        private final HttpExchange exchange;
        private @Nullable OutputStream out;

        Sse(HttpExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void raw(String text) {
            try {
                if (out == null) {
                    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                    exchange.getResponseHeaders().set("Mcp-Session-Id", session);
                    exchange.sendResponseHeaders(200, 0);
                    out = exchange.getResponseBody();
                }
                String event = "event: message\nretry: 100\ndata: " + text + "\n\n";
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isThere() {
            try {
                raw("");
                return true;
            } catch (UncheckedIOException e) {
                exchange.close();
                return false;
            }
        }

        @Override
        public void finish() {
            try {
                if (out == null) {
                    exchange.close();
                } else {
                    out.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void reset() {
            exchange.close();
        }

        @Override
        public boolean refuse(int status, @Nullable String retryAfter) {
            try {
                if (retryAfter != null) {
                    exchange.getResponseHeaders().set("Retry-After", retryAfter);
                }
                status(exchange, status);
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}

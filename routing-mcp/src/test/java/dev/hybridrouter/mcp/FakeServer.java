package dev.hybridrouter.mcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that does what a test says, whatever it is reached over. */
final class FakeServer implements AutoCloseable {
    /** Where messages about one request go. */
    interface Out {
        /** Sends text in place of a message. */
        void raw(String text);

        /** Ends it as the transport ends things. */
        void finish();

        /** Breaks it. */
        void reset();

        default void message(Map<String, Object> message) {
            raw(McpJson.write(message));
        }

        /** Ends what all requests share, where they share something. */
        default void endOfPipe() {}

        /** Refuses the request in the transport's own way; tells whether it has one. */
        default boolean refuse(int status, @Nullable String retryAfter) {
            return false;
        }
    }

    /** What it does with a call. */
    @FunctionalInterface
    interface Script {
        void play(Call call);
    }

    /** Schemas of the tools it offers, by name. */
    final Map<String, Map<String, Object>> tools = new ConcurrentHashMap<>();

    final Queue<Map<String, Object>> arguments = new ConcurrentLinkedQueue<>();
    /** How many sessions were begun; a handshake sent again, since its connection had broken, counts once. */
    final AtomicInteger handshakes = new AtomicInteger();

    private final Set<Object> handshakeIds = ConcurrentHashMap.newKeySet();
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();
    /** Cancellations of requests that are not in progress. */
    final AtomicInteger strays = new AtomicInteger();

    final AtomicInteger listings = new AtomicInteger();
    /** Errors that clients answered its own requests with. */
    final Queue<Integer> declined = new ConcurrentLinkedQueue<>();

    volatile Script script = call -> {};
    private final Map<Object, Call> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fake-mcp-server");
        thread.setDaemon(true);
        return thread;
    });

    /** One call of a tool. */
    final class Call {
        private final Object id;
        private final @Nullable Object token;
        private final Out out;
        private int steps;

        Call(Object id, @Nullable Object token, Out out) {
            this.id = id;
            this.token = token;
            this.out = out;
        }

        /** Sends a piece of text, as far into the answer as there have been pieces. */
        Call piece(String text) {
            steps++;
            out.message(notification(
                    "notifications/progress",
                    Map.of("progressToken", token, "progress", steps, "_meta", Map.of(McpProgress.TEXT_KEY, text))));
            return this;
        }

        void result(Map<String, Object> result) {
            end(() -> out.message(Map.of("jsonrpc", "2.0", "id", id, "result", result)));
        }

        void error(int code, String message) {
            end(() ->
                    out.message(Map.of("jsonrpc", "2.0", "id", id, "error", Map.of("code", code, "message", message))));
        }

        void raw(String text) {
            end(() -> out.raw(text));
        }

        /** Sends the beginning of a result. */
        void cut(String text) {
            raw("{\"jsonrpc\":\"2.0\",\"id\":" + McpJson.write(id) + ",\"result\":{" + text);
        }

        boolean refuse(int status, @Nullable String retryAfter) {
            boolean refused = out.refuse(status, retryAfter);
            if (refused) {
                open.remove(id);
            }
            return refused;
        }

        void finish() {
            end(() -> {});
        }

        void reset() {
            open.remove(id);
            out.reset();
        }

        /** Ends what all requests share, where they share something. */
        void endOfPipe() {
            out.endOfPipe();
        }

        void later(Runnable task) {
            schedule(task, 60);
        }

        private void end(Runnable last) {
            if (open.remove(id) != null) {
                last.run();
                out.finish();
            }
        }
    }

    private void schedule(Runnable task, long millis) {
        try {
            var unused = threads.schedule(
                    () -> {
                        try {
                            task.run();
                        } catch (UncheckedIOException e) {
                            // the client has gone
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // closed
        }
    }

    static Map<String, Object> notification(String method, Map<String, Object> params) {
        return Map.of("jsonrpc", "2.0", "method", method, "params", params);
    }

    /** Takes a message. */
    void receive(String text, Out out) {
        try {
            Map<String, Object> message = McpJson.read(text);
            schedule(() -> receive(message, out), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(Map<String, Object> message, Out out) {
        Object id = Objects.requireNonNullElse(message.get("id"), "");
        Map<String, Object> params = McpJson.object(message.get("params"));
        if (McpJson.object(message.get("error")).get("code") instanceof Integer code) {
            declined.add(code);
        }
        switch (String.valueOf(message.get("method"))) {
            case "initialize" -> {
                if (handshakeIds.add(id)) {
                    handshakes.incrementAndGet();
                }
                answer(id, out, initialised(params));
            }
            case "tools/list" -> {
                listings.incrementAndGet();
                answer(id, out, Map.of("tools", offered()));
            }
            case "tools/call" -> call(id, params, out);
            case "notifications/cancelled" -> cancelled(Objects.requireNonNull(params.get("requestId")));
            default -> {}
        }
    }

    private static Map<String, Object> initialised(Map<String, Object> params) {
        return Map.of(
                "protocolVersion",
                params.get("protocolVersion"),
                "capabilities",
                Map.of("tools", Map.of("listChanged", true)),
                "serverInfo",
                Map.of("name", "fake", "version", "1"));
    }

    private List<Map<String, Object>> offered() {
        return tools.entrySet().stream()
                .map(tool -> Map.<String, Object>of("name", tool.getKey(), "inputSchema", tool.getValue()))
                .toList();
    }

    private static void answer(Object id, Out out, Map<String, Object> result) {
        out.message(Map.of("jsonrpc", "2.0", "id", id, "result", result));
        out.finish();
    }

    private void call(Object id, Map<String, Object> params, Out out) {
        arguments.add(McpJson.object(params.get("arguments")));
        Call call = new Call(id, McpJson.object(params.get("_meta")).get("progressToken"), out);
        open.put(id, call);
        received.incrementAndGet();
        script.play(call);
    }

    private void cancelled(Object id) {
        Call call = open.remove(id);
        if (call != null) {
            cancelled.incrementAndGet();
            call.out.finish();
        } else {
            strays.incrementAndGet();
        }
    }

    int openCalls() {
        return open.size();
    }

    /** The connection has gone, and all calls with it. */
    void gone() {
        open.clear();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

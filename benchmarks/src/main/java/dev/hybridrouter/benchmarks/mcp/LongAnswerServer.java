package dev.hybridrouter.benchmarks.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An MCP server over HTTP with one tool, whose answer is long: as one JSON body, or as one event of a stream. */
final class LongAnswerServer implements AutoCloseable {
    static final String TOOL = "generate_text";

    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|\\d+)");
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NOT_ALLOWED = 405;

    private final String answer;
    private final HttpServer server;
    private volatile boolean asEvent;

    LongAnswerServer(int characters) throws IOException {
        this.answer = "x".repeat(characters);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/mcp", this::serve);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    /** Sets whether answers come as events of a stream. */
    void asEvent(boolean value) {
        asEvent = value;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String message = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String result = exchange.getRequestMethod().equals("POST") ? result(message) : "";
        Matcher id = ID.matcher(message);
        if (result.isEmpty() || !id.find()) {
            boolean posted = exchange.getRequestMethod().equals("POST");
            exchange.sendResponseHeaders(posted ? ACCEPTED : NOT_ALLOWED, -1);
            exchange.close();
            return;
        }
        String reply = "{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ",\"result\":" + result + "}";
        boolean event = asEvent;
        exchange.getResponseHeaders().set("Content-Type", event ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(OK, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write((event ? "event: message\ndata: " + reply + "\n\n" : reply).getBytes(StandardCharsets.UTF_8));
        }
    }

    private String result(String message) {
        if (message.contains("\"initialize\"")) {
            return "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"long\",\"version\":\"1\"}}";
        }
        if (message.contains("\"tools/list\"")) {
            return "{\"tools\":[{\"name\":\"" + TOOL + "\",\"inputSchema\":{\"type\":\"object\","
                    + "\"properties\":{\"prompt\":{\"type\":\"string\"}}}}]}";
        }
        return message.contains("\"tools/call\"")
                ? "{\"content\":[{\"type\":\"text\",\"text\":\"" + answer + "\"}]}"
                : "";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

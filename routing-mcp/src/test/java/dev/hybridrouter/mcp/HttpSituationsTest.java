package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers and gateways behind HTTP do beside the protocol's plain way. */
@Timeout(600)
class HttpSituationsTest {
    private static final String EVENTS = "text/event-stream";
    private static final String JSON = "application/json";

    private final FakeServer fake = new FakeServer();
    private final FakeHttp http = new FakeHttp(fake);

    @BeforeEach
    void answer() {
        fake.tools.put("generate_text", McpUnderTest.TEXT_SCHEMA);
        fake.script = call -> call.result(Calls.result("hello"));
    }

    @AfterEach
    void close() {
        http.close();
        fake.close();
    }

    private McpAdapter adapter(URI uri) {
        return adapter(McpServer.http("fake", uri));
    }

    private static McpAdapter adapter(McpServer.Builder server) {
        return McpAdapter.builder()
                .clock(ManualClock.create())
                .seed(3)
                .server(server.build())
                .tool("text", Calls.tool().build())
                .build();
    }

    /** Answers calls of tools, and leaves all else to the server. */
    private void onCall(OnCall handler) {
        http.interceptor = (exchange, body) -> {
            if (!body.contains("\"tools/call\"")) {
                return false;
            }
            handler.handle(exchange, FakeHttp.idOf(body));
            return true;
        };
    }

    private interface OnCall {
        void handle(HttpExchange exchange, String id) throws IOException;
    }

    private static String answerTo(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + McpJson.write(Calls.result("hello")) + "}";
    }

    private static String errorTo(String id, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                + "\"}}";
    }

    /** What happens where a server closes a connection that was kept, at the moment when it is used again. */
    @Test
    void aHandshakeWhoseConnectionBreaks_isRepeatedOnce() {
        AtomicInteger handshakes = new AtomicInteger();
        http.interceptor = (exchange, body) -> {
            boolean breaks = body.contains("\"initialize\"") && handshakes.incrementAndGet() == 1;
            if (breaks) {
                exchange.close();
            }
            return breaks;
        };
        try (McpAdapter mcp = adapter(http.uri())) {
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
        }
        assertThat(handshakes.get()).isEqualTo(2);
    }

    @Test
    void aCallWhoseConnectionBreaks_isNotRepeated() {
        AtomicInteger calls = new AtomicInteger();
        onCall((exchange, id) -> {
            calls.incrementAndGet();
            exchange.close();
        });
        try (McpAdapter mcp = adapter(http.uri())) {
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.STREAM_BROKEN);
        }
        assertThat(calls.get()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: ping\ndata: ping\n\ndata: %s\n\n",
                ": keep-alive\n\ndata: {\"type\":\"heartbeat\"}\n\ndata: %s\n\n",
                "event: endpoint\ndata: /messages?id=1\n\nevent: message\ndata: %s\n\n",
                "data: {cut\n\ndata:\n\ndata: %s\n\n",
                "\uFEFFdata: [%s]\n\n"
            })
    void eventsThatAreNoMessage_costNothing(String stream) {
        onCall((exchange, id) -> FakeHttp.respond(exchange, 200, EVENTS, stream.replace("%s", answerTo(id))));
        try (McpAdapter mcp = adapter(http.uri())) {
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 409, 410, 400})
    void aSessionThatIsLostByStatus_isReplaced(int status) {
        AtomicInteger calls = new AtomicInteger();
        onCall((exchange, id) -> {
            if (calls.incrementAndGet() == 1) {
                FakeHttp.respond(exchange, status, JSON, "");
            } else {
                FakeHttp.respond(exchange, 200, JSON, answerTo(id));
            }
        });
        assertIsReplaced();
    }

    @ParameterizedTest
    @ValueSource(ints = {-32_001, -32_603})
    void aSessionThatIsLostByWord_isReplaced(int code) {
        AtomicInteger calls = new AtomicInteger();
        onCall((exchange, id) -> FakeHttp.respond(
                exchange,
                200,
                JSON,
                calls.incrementAndGet() == 1 ? errorTo(id, code, "Session not found") : answerTo(id)));
        assertIsReplaced();
    }

    private void assertIsReplaced() {
        try (McpAdapter mcp = adapter(http.uri())) {
            ProviderFailure failure = Calls.failure(mcp.call(Calls.of("x")));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
            assertThat(failure.billing()).isEqualTo(Billing.NONE);
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
            assertThat(fake.handshakes).hasValue(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void anAddressThatMovedAtItsOrigin_isFollowed(int status) {
        http.interceptor = (exchange, body) -> {
            if (exchange.getRequestURI().getPath().equals("/mcp/moved")) {
                return false;
            }
            exchange.getResponseHeaders().set("Location", "/mcp/moved");
            FakeHttp.respond(exchange, status, JSON, "");
            return true;
        };
        try (McpAdapter mcp = adapter(http.uri())) {
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
        }
    }

    @Test
    void anAddressThatMovedElsewhere_isNamedAndHearsNothing() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        FakeHttp elsewhere = new FakeHttp(fake);
        elsewhere.interceptor = (exchange, body) -> heard.add(body);
        http.interceptor = (exchange, body) -> {
            exchange.getResponseHeaders().set("Location", elsewhere.uri() + "?token=secret");
            FakeHttp.respond(exchange, 308, JSON, "");
            return true;
        };
        try (McpAdapter mcp = adapter(http.uri())) {
            ProviderFailure failure = Calls.failure(mcp.call(Calls.of("x")));
            assertThat(failure.kind()).isEqualTo(FailureKind.MODEL_NOT_FOUND);
            assertThat(failure.message())
                    .contains("HTTP status 308 to " + elsewhere.uri())
                    .doesNotContain("secret");
            assertThat(heard).isEmpty();
        } finally {
            elsewhere.close();
        }
    }

    @Test
    void aRedirectionInCircles_ends() {
        http.interceptor = (exchange, body) -> {
            exchange.getResponseHeaders().set("Location", "/mcp");
            FakeHttp.respond(exchange, 307, JSON, "");
            return true;
        };
        try (McpAdapter mcp = adapter(http.uri())) {
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).message()).contains("HTTP status 307");
        }
    }

    @Test
    void aStreamThatEndsBeforeItsAnswer_isTakenUpWhereItEnded() {
        AtomicInteger resumed = new AtomicInteger();
        Queue<String> ids = new ConcurrentLinkedQueue<>();
        http.interceptor = (exchange, body) -> {
            String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            if (body.contains("\"tools/call\"")) {
                ids.add(FakeHttp.idOf(body));
                FakeHttp.respond(exchange, 200, EVENTS, "id: e-1\nretry: 100\ndata:\n\n");
                return true;
            }
            if (last == null) {
                return false;
            }
            boolean second = resumed.incrementAndGet() == 2;
            assertThat(last).isEqualTo(second ? "e-2" : "e-1");
            FakeHttp.respond(
                    exchange,
                    200,
                    EVENTS,
                    second ? "id: e-3\ndata: " + answerTo(ids.element()) + "\n\n" : "id: e-2\ndata:\n\n");
            return true;
        };
        try (McpAdapter mcp = adapter(http.uri())) {
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
            assertThat(resumed).hasValue(2);
            assertThat(ids).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 404})
    void aStreamThatCannotBeTakenUp_isBroken(int status) {
        http.interceptor = (exchange, body) -> {
            if (body.contains("\"tools/call\"")) {
                FakeHttp.respond(exchange, 200, EVENTS, "id: e-1\nretry: 100\ndata:\n\n");
                return true;
            }
            if (exchange.getRequestHeaders().getFirst("Last-Event-ID") != null) {
                FakeHttp.respond(exchange, status, JSON, "");
                return true;
            }
            return false;
        };
        try (McpAdapter mcp = adapter(http.uri())) {
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.STREAM_BROKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EVENTS, JSON})
    void anAnswerThatIsTooLong_failsItsCallOnly(String type) {
        AtomicInteger calls = new AtomicInteger();
        onCall((exchange, id) -> {
            if (calls.incrementAndGet() > 1) {
                FakeHttp.respond(exchange, 200, JSON, answerTo(id));
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[1 << 16];
            Arrays.fill(piece, (byte) 'x');
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("data: ".getBytes(StandardCharsets.UTF_8));
                while (true) { // until the adapter leaves
                    out.write(piece);
                }
            }
        });
        try (McpAdapter mcp = adapter(http.uri())) {
            ProviderFailure failure = Calls.failure(mcp.call(Calls.of("x")));
            assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
            assertThat(failure.message()).contains("at most 16777216;").contains("maxMessageBytes");
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
            assertThat(fake.handshakes).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void theLongestMessageIsTheHosts(String type) {
        onCall((exchange, id) -> {
            String answer = answerTo(id).replace("hello", "x".repeat(5_000));
            FakeHttp.respond(exchange, 200, type, type.startsWith("text") ? "data: " + answer + "\n\n" : answer);
        });
        try (McpAdapter mcp = adapter(McpServer.http("fake", http.uri()).maxMessageBytes(4_000))) {
            ProviderFailure failure = Calls.failure(mcp.call(Calls.of("x")));
            assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
            assertThat(failure.message()).contains("at most 4000;");
        }
    }

    @Test
    void aServerThatAsksWithoutEnd_isAnsweredWithinBounds() {
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        String ping = "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n\n";
        http.interceptor = (exchange, body) -> {
            if (body.contains("\"tools/call\"")) {
                String id = FakeHttp.idOf(body);
                FakeHttp.respond(exchange, 200, EVENTS, ping.repeat(5_000) + "data: " + answerTo(id) + "\n\n");
                return true;
            }
            if (!body.contains("\"method\"") && !body.isEmpty()) {
                most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                FakeHttp.respond(exchange, 202, JSON, "");
                inFlight.decrementAndGet();
                return true;
            }
            return false;
        };
        try (McpAdapter mcp = adapter(http.uri())) {
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
            assertThat(most.get()).isLessThanOrEqualTo(Limits.NOTIFICATIONS);
        }
    }

    @Test
    void anErrorThatSpeaksOfAnotherSession_isAnError() {
        onCall((exchange, id) ->
                FakeHttp.respond(exchange, 200, JSON, errorTo(id, -32_603, "your training session went well")));
        try (McpAdapter mcp = adapter(http.uri())) {
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.SERVER_ERROR);
            assertThat(fake.handshakes).hasValue(1);
        }
    }

    @Test
    void retryAfter_isReadAsDateToo() {
        HttpFailures failures = new HttpFailures(ManualClock.create());
        assertThat(failures.retryAfter(headers(Map.of(
                        "Date", "Mon, 30 Nov 2026 10:00:00 GMT", "Retry-After", "Mon, 30 Nov 2026 10:00:07 GMT"))))
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(failures.retryAfter(headers(Map.of("Retry-After", "Mon, 30 Nov 1970 10:00:07 GMT"))))
                .isEqualTo(Duration.ZERO);
        assertThat(failures.retryAfter(headers(Map.of("Retry-After", "soon")))).isNull();
    }

    private static HttpHeaders headers(Map<String, String> values) {
        Map<String, List<String>> lists = values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        return HttpHeaders.of(lists, (name, value) -> true);
    }
}

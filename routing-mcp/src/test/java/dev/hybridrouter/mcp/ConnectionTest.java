package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a server is connected, lost, left alone, bounded and left. */
@Timeout(600)
class ConnectionTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeServer fake = new FakeServer();
    private final FakeProgram program = new FakeProgram(fake);

    @BeforeEach
    void answer() {
        fake.tools.put("generate_text", McpUnderTest.TEXT_SCHEMA);
        fake.script = call -> call.result(Calls.result("hello"));
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private McpAdapter.Builder adapter(McpServer.Builder server) {
        return McpAdapter.builder().clock(clock).scheduler(clock).seed(3).server(server.build());
    }

    private McpAdapter adapter() {
        return adapter(McpServer.stdio("fake", program))
                .tool("text", Calls.tool().build())
                .build();
    }

    @Test
    void nothingIsStarted_beforeTheFirstCall() {
        try (McpAdapter mcp = adapter()) {
            assertThat(program.starts).hasValue(0);
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
            assertThat(program.starts).hasValue(1);
            assertThat(fake.handshakes).hasValue(1);
        }
    }

    @Test
    void aCallWhoseTimeIsUp_isATimeoutAndIsCancelledAtTheServer() {
        fake.script = call -> {};
        try (McpAdapter mcp = adapter()) {
            CompletableFuture<ModelResponse> call = mcp.call(Calls.of("x", Duration.ofSeconds(3)));
            Waiting.until("the call", () -> fake.received.get() == 1);
            clock.advance(Duration.ofMillis(2_999));
            assertThat(call).isNotDone();
            clock.advance(Duration.ofMillis(1));

            ProviderFailure failure = Calls.failure(call);
            assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(failure.billing()).isEqualTo(Billing.POSSIBLE);
            Waiting.until("the cancellation", () -> fake.cancelled.get() == 1);
        }
    }

    @Test
    void callsBeyondTheBound_areRefusedHereAndHarmNoHealth() {
        fake.script = call -> {};
        McpServer.Builder server = McpServer.stdio("fake", program).maxInFlight(2);
        try (McpAdapter mcp = adapter(server).tool("text", Calls.tool().build()).build()) {
            CompletableFuture<ModelResponse> first = mcp.call(Calls.of("1"));
            CompletableFuture<ModelResponse> second = mcp.call(Calls.of("2"));
            ProviderFailure refused = Calls.failure(mcp.call(Calls.of("3")));
            assertThat(refused.kind()).isEqualTo(FailureKind.THROTTLED);
            assertThat(refused.kind().health()).isEqualTo(HealthImpact.LOAD);
            assertThat(refused.billing()).isEqualTo(Billing.NONE);
            Waiting.until("two calls", () -> fake.received.get() == 2);

            first.cancel(true);
            CompletableFuture<ModelResponse> third = mcp.call(Calls.of("4"));
            Waiting.until("the call that took its place", () -> fake.received.get() == 3);
            assertThat(second).isNotDone();
            assertThat(third).isNotDone();
        }
    }

    @Test
    void aServerThatCannotBeStarted_isLeftAloneForAGrowingWhile() {
        AtomicInteger starts = new AtomicInteger();
        McpServer.Builder server = McpServer.stdio("fake", () -> {
            starts.incrementAndGet();
            throw new IOException("no such program");
        });
        try (McpAdapter mcp = adapter(server)
                .backoff(Duration.ofSeconds(10), Duration.ofSeconds(40))
                .tool("text", Calls.tool().build())
                .build()) {
            ProviderFailure failure = Calls.failure(mcp.call(Calls.of("x")));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
            assertThat(failure.billing()).isEqualTo(Billing.NONE);
            assertThat(failure.message()).contains("server fake", "cannot be started");

            for (int seconds : new int[] {10, 20, 40, 40}) {
                int before = starts.get();
                Duration left =
                        Calls.failure(mcp.call(Calls.of("x"))).retryAfter().orElseThrow();
                assertThat(left).isBetween(Duration.ofSeconds(seconds / 2), Duration.ofSeconds(seconds));
                assertThat(starts).hasValue(before);
                clock.advance(left);
                assertThat(Calls.failure(mcp.call(Calls.of("x"))).retryAfter()).isEmpty();
                assertThat(starts).hasValue(before + 1);
            }
        }
    }

    @Test
    void aCallWithTimeEnough_waitsForAServerThatIsLeftAlone() {
        AtomicInteger starts = new AtomicInteger();
        McpServer.Builder server = McpServer.stdio("fake", () -> {
            if (starts.incrementAndGet() == 1) {
                throw new IOException("no such program");
            }
            return program.start();
        });
        try (McpAdapter mcp = adapter(server).tool("text", Calls.tool().build()).build()) {
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.UNAVAILABLE);
            CompletableFuture<ModelResponse> waiting = mcp.call(Calls.of("x"));
            assertThat(waiting).isNotDone();
            clock.advance(Duration.ofMillis(200));
            assertThat(Calls.text(waiting)).isEqualTo("hello");
        }
    }

    @Test
    void aServerThatDies_failsItsCallsAndIsStartedAgainAtOnce() {
        try (McpAdapter mcp = adapter()) {
            Calls.text(mcp.call(Calls.of("x")));
            fake.script = FakeServer.Call::reset;
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.STREAM_BROKEN);
            Waiting.until("the second start", () -> program.starts.get() == 2);
            fake.script = call -> call.result(Calls.result("again"));
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("again");
        }
    }

    @Test
    void aHandshakeThatNeverEnds_isGivenUp() {
        McpServer.Builder silent = McpServer.stdio("fake", "sleep", "1000").connectTimeout(Duration.ofSeconds(9));
        try (McpAdapter mcp = adapter(silent).tool("text", Calls.tool().build()).build()) {
            CompletableFuture<Void> started = mcp.start();
            assertThat(started).isNotDone();
            clock.advance(Duration.ofSeconds(9));
            assertThatThrownBy(started::join)
                    .hasMessageContaining("server fake cannot be used: it does not answer in time");
        }
    }

    @Test
    void toolsThatChange_areCheckedAgain() {
        try (McpAdapter mcp = adapter()) {
            mcp.start().join();
            fake.tools.put("generate_text", Map.of("type", "object", "properties", Map.of()));
            program.write(McpJson.write(FakeServer.notification("notifications/tools/list_changed", Map.of())));
            Waiting.until("the refusal", () -> mcp.start().isCompletedExceptionally());
            ProviderFailure failure = Calls.failure(mcp.call(Calls.of("x")));
            assertThat(failure.kind()).isEqualTo(FailureKind.MODEL_NOT_FOUND);
            assertThat(failure.message())
                    .isEqualTo("server fake, tool \"generate_text\": it takes neither \"messages\" nor \"prompt\"");
            assertThat(fake.received).hasValue(0);

            fake.tools.put("generate_text", McpUnderTest.TEXT_SCHEMA);
            program.write(McpJson.write(FakeServer.notification("notifications/tools/list_changed", Map.of())));
            Waiting.until("the tool", () -> {
                clock.advance(Limits.BETWEEN_LISTS); // again, as it may come before the notification does
                return !mcp.start().isCompletedExceptionally();
            });
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
        }
    }

    @Test
    void aPinnedSchema_mustBeTheServers() {
        Json same = Json.object(McpJson.write(McpUnderTest.TEXT_SCHEMA));
        Json other = Json.object(same.text().replace("\"integer\"", "\"number\""));
        try (McpAdapter mcp = adapter(McpServer.stdio("fake", program))
                .tool("text", Calls.tool().inputSchema(same).build())
                .tool("other", Calls.tool().inputSchema(other).build())
                .build()) {
            assertThatThrownBy(() -> mcp.start().join())
                    .hasMessageContaining(
                            "server fake, tool \"generate_text\": it differs from the pinned schema at inputSchema.properties.maxTokens.type");
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
        }
    }

    @Test
    void closing_endsCallsAndThreads() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        fake.script = call -> {};
        McpAdapter mcp = adapter();
        CompletableFuture<ModelResponse> call = mcp.call(Calls.of("x"));
        Waiting.until("the call", () -> fake.received.get() == 1);

        mcp.close();

        assertThat(Calls.failure(call).kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.CANCELLED);
        Set<Thread> left = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("hybridrouter-mcp") && !before.contains(thread))
                .collect(Collectors.toSet());
        for (Thread thread : left) {
            thread.join(60_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void whatAProgramWritesToStandardError_isHeardByTheHostOnly() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        McpServer.Builder server = McpServer.stdio(
                        "fake", "sh", "-c", "echo no protocol; echo whisper >&2; cat > /dev/null")
                .diagnostics(heard::add);
        try (LogTap log = LogTap.open();
                McpAdapter mcp =
                        adapter(server).tool("text", Calls.tool().build()).build()) {
            var unused = mcp.start();
            Waiting.until("the line", () -> heard.contains("whisper"));
            assertThat(log.lines()).noneMatch(line -> line.contains("whisper"));
        }
    }

    @Test
    void requestsOfAServer_areDeclined() {
        try (LogTap log = LogTap.open();
                McpAdapter mcp = adapter()) {
            mcp.start().join();
            program.write(
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"sampling/createMessage\",\"params\":{\"x\":\"secret\"}}");
            program.write(
                    "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"elicitation/create\",\"params\":{\"x\":\"secret\"}}");
            Waiting.until("both errors", () -> fake.declined.size() == 2);
            assertThat(fake.declined).containsOnly(-32_601);
            assertThat(log.lines()).noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void aToolThatIsGoneUnannounced_isNoFaultOfTheRequest() {
        fake.script = call -> call.error(-32_602, "Unknown tool");
        try (McpAdapter mcp = adapter()) {
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.UNSUPPORTED);
            fake.tools.clear();
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.MODEL_NOT_FOUND);
        }
    }

    @Test
    void whatHearsDiagnosticsAndThrows_isAskedAgain() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        McpServer.Builder server = McpServer.stdio("fake", "sh", "-c", "echo one >&2; echo two >&2; cat > /dev/null")
                .diagnostics(line -> {
                    heard.add(line);
                    throw new IllegalStateException(line);
                });
        try (McpAdapter mcp = adapter(server).tool("text", Calls.tool().build()).build()) {
            var unused = mcp.start();
            Waiting.until("the second line", () -> heard.contains("two"));
        }
    }

    @Test
    void anEnvironmentTheSystemRefuses_isRefusedWithoutItsValues() {
        McpServer.Builder server = McpServer.stdio("fake", "true");
        assertThatThrownBy(() -> server.environment(Map.of("A=B", "secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> server.environment(Map.of("A", "secret\0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }
}

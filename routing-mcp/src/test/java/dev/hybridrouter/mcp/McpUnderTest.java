package dev.hybridrouter.mcp;

import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.test.ExpectedAnswer;
import dev.hybridrouter.test.Mode;
import dev.hybridrouter.test.ProviderUnderTest;
import dev.hybridrouter.test.Situation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The adapter with the fake server as its backend. */
final class McpUnderTest implements ProviderUnderTest {
    static final Map<String, Object> TEXT_SCHEMA = Map.of(
            "type",
            "object",
            "properties",
            Map.of("prompt", Map.of("type", "string"), "maxTokens", Map.of("type", "integer")),
            "required",
            List.of("prompt"));

    private final FakeServer fake;
    private final @Nullable FakeHttp http;
    private final LogTap log = LogTap.open();
    private final McpAdapter adapter;

    private McpUnderTest(FakeServer fake, @Nullable FakeHttp http, McpServer server) {
        this.fake = fake;
        this.http = http;
        fake.tools.put("generate_text", TEXT_SCHEMA);
        adapter = McpAdapter.builder()
                .seed(1)
                .backoff(Duration.ofMillis(5), Duration.ofMillis(50))
                .server(server)
                .tool("text", McpTool.builder("fake", "generate_text").build())
                .build();
    }

    static McpUnderTest overStdio() {
        FakeServer fake = new FakeServer();
        return new McpUnderTest(
                fake, null, McpServer.stdio("fake", new FakeProgram(fake)).build());
    }

    static McpUnderTest overHttp() {
        FakeServer fake = new FakeServer();
        FakeHttp http = new FakeHttp(fake);
        return new McpUnderTest(fake, http, McpServer.http("fake", http.uri()).build());
    }

    @Override
    public ProviderAdapter adapter() {
        return adapter;
    }

    @Override
    public Target target() {
        return Target.builder("t", adapter.id(), "text").path(Path.MCP).build();
    }

    @Override
    public Support arrange(Situation situation, Mode mode) {
        FakeServer.Script script = script(situation);
        if (script == null) {
            return Support.NOT_APPLICABLE; // tool uses and signed reasoning: MCP has no words for them
        }
        fake.script = script;
        return Support.ARRANGED;
    }

    private static FakeServer.@Nullable Script script(Situation situation) {
        return switch (situation) {
            case PLAIN_ANSWER -> call -> pieces(call).result(answer(usage(), "end_turn"));
            case CACHED_USAGE -> call -> pieces(call).result(answer(cachedUsage(), "end_turn"));
            case USAGE_MISSING -> call -> pieces(call).result(answer(Map.of(), "end_turn"));
            case EMPTY_ANSWER -> call -> call.result(Map.of("content", List.of()));
            case UNKNOWN_STOP_REASON -> call -> pieces(call).result(answer(usage(), ExpectedAnswer.STOP_REASON));
            case SLOW_DRIP ->
                call -> {
                    first(call);
                    call.later(() -> call.piece(ExpectedAnswer.PIECES.get(1))
                            .piece(ExpectedAnswer.PIECES.get(2))
                            .result(answer(usage(), "end_turn")));
                };
            case HANG -> call -> {};
            case HANG_MID_STREAM -> McpUnderTest::first;
            default -> fault(situation);
        };
    }

    private static FakeServer.@Nullable Script fault(Situation situation) {
        return switch (situation) {
            case THROTTLED ->
                call -> refuse(call, 429, Long.toString(ExpectedAnswer.RETRY_AFTER.toSeconds()), situation);
            case TIMEOUT_AT_PROVIDER -> call -> refuse(call, 504, null, situation);
            case SERVER_ERROR -> call -> call.error(-32_603, "broke at " + ExpectedAnswer.CANARY);
            case UNAVAILABLE -> call -> refuse(call, 503, null, situation);
            case AUTH -> call -> refuse(call, 401, null, situation);
            case INVALID_REQUEST, MODEL_NOT_FOUND, CONTEXT_TOO_LONG, QUOTA_EXCEEDED -> call -> failed(call, situation);
            case MALFORMED_RESPONSE -> call -> call.cut(ExpectedAnswer.CANARY);
            case RESET_BEFORE_ANSWER -> FakeServer.Call::reset;
            case RESET_MID_STREAM -> call -> first(call).later(call::reset);
            case TRUNCATED_STREAM -> call -> first(call).later(() -> finishOrReset(call));
            case NO_STOP_MESSAGE -> call -> pieces(call).later(() -> finishOrReset(call));
            case CORRUPT_FRAME -> call -> first(call).cut(ExpectedAnswer.CANARY);
            case THROTTLED_MID_STREAM -> call -> failed(first(call), Situation.THROTTLED);
            case ERROR_MID_STREAM -> call -> failed(first(call), Situation.SERVER_ERROR);
            default -> null;
        };
    }

    /** A pipe is not ended for one request. */
    private static void finishOrReset(FakeServer.Call call) {
        call.finish();
        call.endOfPipe();
    }

    private static FakeServer.Call first(FakeServer.Call call) {
        return call.piece(ExpectedAnswer.PIECES.get(0));
    }

    private static FakeServer.Call pieces(FakeServer.Call call) {
        ExpectedAnswer.PIECES.forEach(call::piece);
        return call;
    }

    private static Map<String, Object> usage() {
        return Map.of("inputTokens", ExpectedAnswer.INPUT_TOKENS, "outputTokens", ExpectedAnswer.OUTPUT_TOKENS);
    }

    private static Map<String, Object> cachedUsage() {
        Map<String, Object> usage = new HashMap<>(usage());
        usage.put("cacheReadTokens", ExpectedAnswer.CACHE_READ_TOKENS);
        usage.put("cacheWriteTokens", ExpectedAnswer.CACHE_WRITE_TOKENS);
        return usage;
    }

    private static Map<String, Object> answer(Map<String, Object> usage, String stopReason) {
        return Map.of(
                "content",
                List.of(Map.of("type", "text", "text", ExpectedAnswer.TEXT)),
                "structuredContent",
                Map.of("usage", usage, "stopReason", stopReason));
    }

    /** By the transport's own words, where it has some. */
    private static void refuse(FakeServer.Call call, int status, @Nullable String retryAfter, Situation situation) {
        if (!call.refuse(status, retryAfter)) {
            failed(call, situation);
        }
    }

    private static void failed(FakeServer.Call call, Situation situation) {
        String kind = situation.failures().iterator().next().name();
        call.result(Map.of(
                "isError",
                true,
                "content",
                List.of(Map.of("type", "text", "text", "failed at " + ExpectedAnswer.CANARY)),
                "structuredContent",
                Map.of("error", Map.of("kind", kind, "retryAfterMillis", ExpectedAnswer.RETRY_AFTER.toMillis()))));
    }

    @Override
    public int backendCalls() {
        return fake.received.get();
    }

    @Override
    public int cancelledCalls() {
        return fake.cancelled.get();
    }

    @Override
    public int openCalls() {
        return fake.openCalls();
    }

    @Override
    public List<String> logLines() {
        return log.lines();
    }

    @Override
    public void close() {
        log.close();
        if (http != null) {
            http.close();
        }
        fake.close();
    }
}

package dev.hybridrouter.examples.mcpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.mcp.McpAdapter;
import dev.hybridrouter.mcp.McpArguments;
import dev.hybridrouter.mcp.McpServer;
import dev.hybridrouter.mcp.McpTool;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.StreamProbe;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The MCP adapter reaches models on the emulator through this server, over both transports. */
@Timeout(600)
class BothPathsTest {
    private static final String MODEL = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static McpServer program() {
        return McpServer.stdio(
                        "bedrock",
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BedrockMcpServer.class.getName())
                .connectTimeout(LIMIT)
                .build();
    }

    private static McpAdapter adapter(McpServer server) {
        return McpAdapter.builder()
                .server(server)
                .tool(
                        "claude-by-mcp",
                        McpTool.builder("bedrock", "generate_text")
                                .arguments(McpArguments.textGeneration(MODEL))
                                .billedModel(MODEL)
                                .build())
                .build();
    }

    private static ProviderCall call(McpAdapter mcp) {
        Target target = Target.builder("claude-mcp", mcp.id(), "claude-by-mcp")
                .path(Path.MCP)
                .build();
        mcp.check(target);
        RouteRequest request = RouteRequest.builder()
                .system("Be short.")
                .user("Where is it grün?")
                .maxTokens(50)
                .build();
        return ProviderCall.builder(request, target, LIMIT).build();
    }

    private static StreamProbe<ProviderEvent> stream(McpAdapter mcp) {
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        mcp.stream(call(mcp)).subscribe(probe);
        return probe.await(LIMIT).assertRulesKept();
    }

    private static ProviderFailure failure(CompletableFuture<ModelResponse> future) {
        try {
            throw new AssertionError("Expected a failure, but got " + future.join());
        } catch (CompletionException e) {
            return ((ProviderException) Objects.requireNonNull(e.getCause())).failure();
        }
    }

    @Test
    void overStdio_aProgramServesCallsAndStreams() {
        try (McpAdapter mcp = adapter(program())) {
            mcp.start().join();

            ModelResponse answer = mcp.call(call(mcp)).join();
            assertThat(answer.text()).isEqualTo("This is what " + MODEL + " says, emulated, über MCP.");
            assertThat(answer.stopReason()).isEqualTo(StopReason.END_TURN);
            assertThat(answer.usage().output().orElse(0)).isPositive();

            StreamProbe<ProviderEvent> probe = stream(mcp);
            assertThat(probe.text()).isEqualTo(answer.text());
            assertThat(probe.events()).as("pieces").hasSizeGreaterThan(4);
        }
    }

    @Test
    void overHttp_theServerServesCallsAndStreams() throws Exception {
        try (BedrockEmulator emulator = BedrockEmulator.start();
                var bedrock = BedrockMcpServer.emulated(emulator.endpoint());
                var server = McpServers.overHttp(BedrockMcpServer.tool(bedrock), 0);
                McpAdapter mcp = adapter(McpServer.http("bedrock", server.uri()).build())) {
            emulator.on(MODEL)
                    .reply(Reply.text("It is green in Ireland.").chunkSize(1).usage(11, 7));

            ModelResponse answer = mcp.call(call(mcp)).join();
            assertThat(answer.text()).isEqualTo("It is green in Ireland.");
            assertThat(answer.usage().input()).hasValue(11);
            assertThat(answer.usage().output()).hasValue(7);
            assertThat(emulator.requests().get(0).body()).contains("Be short.", "grün", "50");

            StreamProbe<ProviderEvent> probe = stream(mcp);
            assertThat(probe.text()).isEqualTo("It is green in Ireland.");
            assertThat(probe.events()).as("pieces").hasSizeGreaterThanOrEqualTo(5);

            emulator.on(MODEL).reply(Fault.throttled(Duration.ofSeconds(3)));
            ProviderFailure throttled = failure(mcp.call(call(mcp)));
            assertThat(throttled.kind()).isEqualTo(FailureKind.THROTTLED);
            assertThat(throttled.retryAfter()).hasValue(Duration.ofSeconds(3));
        }
    }

    @Test
    void manyCallsRunSideBySide_overBothTransports() throws Exception {
        try (BedrockEmulator emulator = BedrockEmulator.start();
                var bedrock = BedrockMcpServer.emulated(emulator.endpoint());
                var server = McpServers.overHttp(BedrockMcpServer.tool(bedrock), 0);
                McpAdapter overHttp =
                        adapter(McpServer.http("bedrock", server.uri()).build());
                McpAdapter overStdio = adapter(program())) {
            for (McpAdapter mcp : List.of(overHttp, overStdio)) {
                List<CompletableFuture<ModelResponse>> calls = IntStream.range(0, 50)
                        .mapToObj(number -> mcp.call(call(mcp)))
                        .toList();
                assertThat(calls)
                        .allSatisfy(answer -> assertThat(answer.join().text()).isNotBlank());
            }
        }
    }
}

package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.StreamProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server nobody here wrote. What both transports share; the classes that extend it add how it is reached. */
@Timeout(600)
abstract class EverythingTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    abstract McpServer.Builder server();

    /** Ends the server as nothing should end. */
    abstract void kill() throws InterruptedException;

    /** Lets it be there again, where it does not come back by itself. */
    abstract void revive();

    McpAdapter.Builder adapter() {
        return McpAdapter.builder()
                .seed(7)
                .backoff(Duration.ofMillis(20), Duration.ofMillis(200))
                .server(server().build())
                .tool("echo", tool("echo", Map.of("message", "string")))
                .tool("sum", tool("get-sum", Map.of("a", "number", "b", "number")))
                .tool("slow", tool("trigger-long-running-operation", Map.of("duration", "number", "steps", "number")))
                .tool("weather", tool("get-structured-content", Map.of("location", "string")))
                .tool("image", tool("get-tiny-image", Map.of()))
                .tool("resource", tool("get-resource-reference", Map.of("resourceType", "string")))
                .tool("links", tool("get-resource-links", Map.of("count", "number")));
    }

    /** The arguments are in the request, as JSON. */
    private static McpTool tool(String name, Map<String, String> types) {
        return McpTool.builder("everything", name)
                .arguments(McpArguments.of(types, EverythingTest::arguments))
                .build();
    }

    private static Map<String, Object> arguments(RouteRequest request) {
        try {
            return McpJson.read(
                    ((Content.Text) request.messages().get(0).content().get(0)).text());
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static ProviderCall call(String tool, String arguments, Duration limit) {
        Target target = Target.builder("t", "mcp", tool).path(Path.MCP).build();
        return ProviderCall.builder(RouteRequest.of(arguments), target, limit).build();
    }

    private static ModelResponse answer(McpAdapter mcp, String tool, String arguments) {
        return mcp.call(call(tool, arguments, LIMIT)).join();
    }

    private static ProviderFailure failure(CompletableFuture<ModelResponse> future) {
        try {
            throw new AssertionError("Expected a failure, but got " + future.join());
        } catch (CompletionException e) {
            return failure(e);
        }
    }

    private static ProviderFailure failure(CompletionException thrown) {
        return ((ProviderException) Objects.requireNonNull(thrown.getCause())).failure();
    }

    @Test
    void toolsAreDiscoveredAndCalled() {
        try (McpAdapter mcp = adapter().build()) {
            mcp.start().join();

            assertThat(answer(mcp, "echo", "{\"message\":\"grüße 🌱\"}").text()).isEqualTo("Echo: grüße 🌱");
            assertThat(answer(mcp, "sum", "{\"a\":2,\"b\":3}").text()).contains("5");
            McpMetadata weather = answer(mcp, "weather", "{\"location\":\"Chicago\"}")
                    .metadata(McpMetadata.class)
                    .orElseThrow();
            assertThat(weather.structured()).containsEntry("temperature", 36);
            assertThat(answer(mcp, "image", "{}").content())
                    .anySatisfy(block -> assertThat(block).isInstanceOf(Content.Image.class));
            assertThat(answer(mcp, "resource", "{\"resourceType\":\"Text\"}").content())
                    .hasSize(3)
                    .allSatisfy(block -> assertThat(block).isInstanceOf(Content.Text.class));
            assertThat(answer(mcp, "resource", "{\"resourceType\":\"Blob\"}").content())
                    .anySatisfy(block -> assertThat(block).isInstanceOf(Content.Document.class));
            assertThat(answer(mcp, "links", "{\"count\":2}").content())
                    .filteredOn(Content.Document.class::isInstance)
                    .hasSize(2);
            assertThat(answer(mcp, "echo", "{\"message\":\"x\"}").usage().input())
                    .isEmpty();
        }
    }

    @Test
    void aToolThatIsMissingOrTakesOtherArguments_isNamedAtTheStart() {
        try (McpAdapter mcp = adapter()
                .tool("gone", tool("no-such-tool", Map.of()))
                .tool("text", McpTool.builder("everything", "echo").build())
                .tool("wrong", tool("get-sum", Map.of("a", "string", "b", "number")))
                .build()) {
            assertThatThrownBy(() -> mcp.start().join())
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("server everything has no tool \"no-such-tool\"")
                    .hasMessageContaining(
                            "server everything, tool \"echo\": it requires the argument \"message\", which is not sent")
                    .hasMessageContaining("tool \"get-sum\": the argument \"a\" is of type number there, and sent as");

            assertThat(failure(mcp.call(call("gone", "{}", LIMIT))).kind()).isEqualTo(FailureKind.MODEL_NOT_FOUND);
            assertThat(answer(mcp, "echo", "{\"message\":\"still here\"}").text())
                    .isEqualTo("Echo: still here");
        }
    }

    @Test
    void aValueThatTheSchemaDoesNotList_isRefusedHereWithoutItsText() {
        try (McpAdapter mcp = adapter().build()) {
            ProviderFailure failure = failure(mcp.call(call("weather", "{\"location\":\"canary-town\"}", LIMIT)));

            assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(failure.toString()).doesNotContain("canary");
        }
    }

    @Test
    void progressComesBeforeTheResult() {
        try (McpAdapter mcp = adapter().build()) {
            StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
            mcp.stream(call("slow", "{\"duration\":0.5,\"steps\":5}", LIMIT)).subscribe(probe);
            Waiting.until("the first progress", () -> !probe.events().isEmpty());
            assertThat(probe.terminals()).isZero();

            probe.await(LIMIT).assertRulesKept();
            assertThat(probe.isComplete()).isTrue();
            assertThat(probe.events()).hasSize(5 + 1 + 1); // progress, text, end
            assertThat(probe.text()).startsWith("Long running operation completed");
        }
    }

    @Test
    void aCallThatIsCancelledOrTooSlow_leavesTheConnectionSound() {
        try (McpAdapter mcp = adapter().build()) {
            mcp.start().join();
            CompletableFuture<ModelResponse> cancelled =
                    mcp.call(call("slow", "{\"duration\":30,\"steps\":300}", LIMIT));
            StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
            mcp.stream(call("slow", "{\"duration\":30,\"steps\":300}", LIMIT)).subscribe(probe);
            Waiting.until("the first progress", () -> !probe.events().isEmpty());
            cancelled.cancel(true);
            probe.cancel();
            ProviderFailure late =
                    failure(mcp.call(call("slow", "{\"duration\":30,\"steps\":1}", Duration.ofMillis(200))));

            assertThat(late.kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(answer(mcp, "echo", "{\"message\":\"sound\"}").text()).isEqualTo("Echo: sound");
            probe.assertRulesKept();
            assertThat(probe.terminals()).isZero();
        }
    }

    @Test
    void aServerThatIsKilled_failsItsCallsAndIsConnectedAgain() throws InterruptedException {
        try (McpAdapter mcp = adapter().build()) {
            mcp.start().join();
            for (int times = 0; times < 3; times++) {
                StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
                mcp.stream(call("slow", "{\"duration\":30,\"steps\":300}", LIMIT))
                        .subscribe(probe);
                Waiting.until("the first progress", () -> !probe.events().isEmpty());

                kill();

                probe.await(LIMIT).assertRulesKept();
                ProviderFailure failure = ((ProviderException) probe.error().orElseThrow()).failure();
                assertThat(failure.kind()).isEqualTo(FailureKind.STREAM_BROKEN);
                revive();
                Waiting.until("an answer", () -> answers(mcp));
            }
        }
    }

    private static boolean answers(McpAdapter mcp) {
        try {
            return answer(mcp, "echo", "{\"message\":\"back\"}").text().equals("Echo: back");
        } catch (CompletionException e) {
            assertThat(failure(e).kind()).isEqualTo(FailureKind.UNAVAILABLE);
            return false;
        }
    }
}

package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.failure.RetryRule;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.test.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What servers do beside the protocol's plain way, over standard input and output. */
@Timeout(600)
class StdioSituationsTest {
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
    void callsThatAreAnswered_areNeverCancelled() {
        try (McpAdapter mcp = adapter()) {
            for (int call = 0; call < 2_000; call++) {
                assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
            }
        }
        assertThat(fake.strays).hasValue(0);
        assertThat(fake.cancelled).hasValue(0);
    }

    @Test
    void aStormOfChanges_isOneListing() {
        String changed = McpJson.write(FakeServer.notification("notifications/tools/list_changed", Map.of()));
        try (McpAdapter mcp = adapter()) {
            Calls.text(mcp.call(Calls.of("x")));
            int before = fake.listings.get();
            for (int times = 0; times < 500; times++) {
                program.write(changed);
            }
            Waiting.until("the first", () -> fake.listings.get() == before + 1);
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello"); // behind all notifications
            assertThat(fake.listings).hasValue(before + 1);
            clock.advance(Limits.BETWEEN_LISTS);
            Waiting.until("the second", () -> fake.listings.get() == before + 2);
            clock.advance(Limits.BETWEEN_LISTS);
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
            assertThat(fake.listings).hasValue(before + 2);
        }
    }

    @Test
    void whatIsPrintedBetweenMessages_costsNothing() {
        fake.script = call -> {
            program.write("{\n  tool: 'generate_text',\n}");
            program.write("{\"level\":\"info\",\"id\":1,\"method\":\"x\"}");
            program.write("Exception in thread \"main\"\n\tat a.B.c");
            call.result(Calls.result("hello"));
        };
        try (McpAdapter mcp = adapter()) {
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
            assertThat(program.starts).hasValue(1);
        }
    }

    @Test
    void anAnswerThatIsTooLong_failsItsCallOnly() {
        Queue<FakeServer.Call> waiting = new ConcurrentLinkedQueue<>();
        fake.script = waiting::add;
        try (McpAdapter mcp = adapter()) {
            CompletableFuture<ModelResponse> first = mcp.call(Calls.of("1"));
            Waiting.until("the call", () -> waiting.size() == 1);
            CompletableFuture<ModelResponse> second = mcp.call(Calls.of("2"));
            Waiting.until("the call", () -> waiting.size() == 2);
            waiting.remove().result(Calls.result("x".repeat(Limits.MESSAGE)));
            ProviderFailure failure = Calls.failure(first);
            assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
            assertThat(failure.message()).contains("at most 16777216;").contains("maxMessageBytes");
            waiting.remove().result(Calls.result("whole"));
            assertThat(Calls.text(second)).isEqualTo("whole");
            assertThat(program.starts).hasValue(1);
        }
    }

    @Test
    void theLongestMessageIsTheHosts() {
        fake.script = call -> call.result(Calls.result("x".repeat(5_000)));
        try (McpAdapter mcp = adapter(McpServer.stdio("fake", program).maxMessageBytes(4_000))
                .tool("text", Calls.tool().build())
                .build()) {
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).message())
                    .contains("at most 4000;")
                    .contains("McpServer.Builder.maxMessageBytes(..)");
        }
    }

    @Test
    void aResultThatOnlySaysItFailed_harmsNoHealth() {
        fake.script = call -> call.result(Map.of("isError", true, "content", List.of()));
        try (McpAdapter mcp = adapter()) {
            ProviderFailure failure = Calls.failure(mcp.call(Calls.of("x")));
            assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
            assertThat(failure.kind().health()).isEqualTo(HealthImpact.NONE);
            assertThat(failure.kind().retry()).isEqualTo(RetryRule.NEVER);
            assertThat(failure.billing()).isEqualTo(Billing.POSSIBLE);
        }
    }

    @Test
    void blocksOfKindsThatNobodyKnows_areCountedAndTheRestDelivered() {
        fake.script = call -> call.result(Map.of(
                "content",
                List.of(
                        Map.of("type", "hologram", "x", 1),
                        Map.of("type", "text", "text", "hello"),
                        Map.of("type", "image", "mimeType", "image/png", "data", "!!!"),
                        7)));
        try (McpAdapter mcp = adapter()) {
            ModelResponse answer = mcp.call(Calls.of("x")).join();
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.metadata(McpMetadata.class).orElseThrow().unmappedBlocks())
                    .isEqualTo(3);
        }
    }

    @Test
    void argumentsThatTheSchemaRefuses_areNotSent() {
        McpArguments wrong = McpArguments.of(Map.of("prompt", "string"), request -> Map.of("prompt", 5));
        try (McpAdapter mcp = adapter(McpServer.stdio("fake", program))
                .tool("text", Calls.tool().arguments(wrong).build())
                .build()) {
            ProviderFailure failure = Calls.failure(mcp.call(Calls.of("x")));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(failure.message()).isEqualTo("arguments.prompt: integer (expected: string)");
            assertThat(fake.received).hasValue(0);
        }
    }

    @Test
    void aProgram_inheritsNoSecrets() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        McpServer.Builder server = McpServer.stdio("fake", "sh", "-c", "env >&2; echo end >&2; cat > /dev/null")
                .environment(Map.of("GIVEN", "yes"))
                .inheritEnvironment("NO_SUCH_VARIABLE")
                .diagnostics(heard::add);
        try (McpAdapter mcp = adapter(server).tool("text", Calls.tool().build()).build()) {
            var unused = mcp.start();
            Waiting.until("the last line", () -> heard.contains("end"));
            assertThat(heard).contains("GIVEN=yes").anyMatch(line -> line.startsWith("PATH="));
            Set<String> inherited = heard.stream()
                    .filter(line -> line.contains("="))
                    .map(line -> line.substring(0, line.indexOf('=')))
                    .collect(Collectors.toSet());
            inherited.removeAll(Set.of("GIVEN", "PWD", "SHLVL", "_", "OLDPWD")); // of the shell
            assertThat(OsProgram.USUALLY_INHERITED).containsAll(inherited);
        }
    }
}

package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderCall;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers from npm that nobody here wrote: each is discovered, called, killed and found again. */
@Timeout(900)
class ForeignServersTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String VERSION = "2026.8.31";
    private static final Map<String, Object> SUM = Map.of("action", "eval", "expression", "2+3");
    private static final int CALLS = 1_000;

    private static final java.nio.file.Path FOLDER =
            java.nio.file.Path.of("target", "npm", "files").toAbsolutePath();

    /**
     * A server and a call of it.
     *
     * @param arguments of the tool, by name
     * @param says what its answer holds
     */
    record Foreign(String name, String version, String entry, String tool, Map<String, Object> arguments, String says) {
        @Override
        public String toString() {
            return name;
        }

        McpServer.Builder server(String... wrapper) {
            List<String> command = new ArrayList<>(List.of(wrapper));
            command.addAll(List.of("node", Npm.script(name, version, entry), argument()));
            return McpServer.stdio("foreign", command.toArray(String[]::new)).connectTimeout(LIMIT);
        }

        private String argument() {
            return name.endsWith("everything") ? "stdio" : FOLDER.toString();
        }

        McpAdapter adapter(McpServer.Builder server) {
            Map<String, String> types = Map.copyOf(
                    arguments.keySet().stream().collect(Collectors.toMap(Function.identity(), argument -> "any")));
            return McpAdapter.builder()
                    .seed(5)
                    .backoff(Duration.ofMillis(20), Duration.ofMillis(200))
                    .server(server.build())
                    .tool(
                            "tool",
                            McpTool.builder("foreign", tool)
                                    .arguments(McpArguments.of(types, request -> arguments))
                                    .build())
                    .build();
        }
    }

    static Stream<Foreign> servers() throws IOException {
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve("note.txt"), "a note in a file");
        return Stream.of(
                official("everything", "echo", Map.of("message", "hi"), "Echo: hi"),
                official(
                        "filesystem",
                        "read_text_file",
                        Map.of("path", FOLDER.toRealPath().resolve("note.txt").toString()),
                        "a note in a file"),
                official("memory", "read_graph", Map.of(), "entities"),
                official(
                        "sequential-thinking",
                        "sequentialthinking",
                        Map.of("thought", "x", "nextThoughtNeeded", false, "thoughtNumber", 1, "totalThoughts", 1),
                        "thoughtNumber"),
                new Foreign("@coo-quack/calc-mcp", "2.1.1", "dist/index.js", "math", SUM, "5"));
    }

    private static Foreign official(String name, String tool, Map<String, Object> arguments, String says) {
        return new Foreign("@modelcontextprotocol/server-" + name, VERSION, "dist/index.js", tool, arguments, says);
    }

    private static CompletableFuture<ModelResponse> call(McpAdapter mcp) {
        Target target = Target.builder("t", "mcp", "tool").path(Path.MCP).build();
        return mcp.call(
                ProviderCall.builder(RouteRequest.of("x"), target, LIMIT).build());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServer_isDiscoveredCalledKilledAndFoundAgain(Foreign foreign) {
        try (McpAdapter mcp = foreign.adapter(foreign.server())) {
            mcp.start().join();
            assertThat(call(mcp).join().text()).contains(foreign.says());

            ProcessHandle.current()
                    .descendants()
                    .filter(child -> child.info().commandLine().orElse("").contains(foreign.name()))
                    .forEach(ProcessHandle::destroyForcibly);

            Waiting.until("an answer of the server that was started again", () -> {
                CompletableFuture<ModelResponse> answer = call(mcp);
                return answer.handle((response, error) ->
                                error == null && response.text().contains(foreign.says()))
                        .join();
            });
        }
    }

    @Test
    void aThousandCalls_bringNoStrayCancellation() throws IOException {
        Foreign everything = servers().findFirst().orElseThrow();
        java.nio.file.Path heard = FOLDER.resolve("heard.txt");
        String[] tee = {"sh", "-c", "tee \"$0\" | \"$@\"", heard.toString()};
        try (McpAdapter mcp = everything.adapter(everything.server(tee))) {
            mcp.start().join();
            for (int call = 0; call < CALLS; call++) {
                assertThat(call(mcp).join().text()).isEqualTo("Echo: hi");
            }
        }
        List<String> lines = Files.readAllLines(heard);
        assertThat(lines).filteredOn(line -> line.contains("\"tools/call\"")).hasSize(CALLS);
        assertThat(lines).noneMatch(line -> line.contains("notifications/cancelled"));
    }
}

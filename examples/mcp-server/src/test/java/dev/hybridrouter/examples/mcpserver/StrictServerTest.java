package dev.hybridrouter.examples.mcpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.test.bedrock.BedrockEmulator;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server refuses, and what it does not show. */
@Timeout(600)
class StrictServerTest {
    private static final List<Map<String, Object>> MESSAGES = List.of(Map.of("role", "user", "content", "secret"));

    static Stream<Map<String, Object>> wrong() {
        return Stream.of(
                Map.of(),
                Map.of("messages", List.of()),
                Map.of("messages", "secret"),
                Map.of("messages", Arrays.asList((Object) null)),
                Map.of("messages", List.of(Map.of("role", "system", "content", "secret"))),
                Map.of("messages", List.of(Map.of("role", "user", "content", 5))),
                Map.of("messages", List.of(Map.of("role", "user", "content", "secret", "name", "x"))),
                Map.of("messages", MESSAGES, "maxTokens", 0),
                Map.of("messages", MESSAGES, "maxTokens", 1.5),
                Map.of("messages", MESSAGES, "temperature", "hot"),
                Map.of("messages", MESSAGES, "stopSequences", List.of(1)),
                Map.of("messages", MESSAGES, "system", 1),
                Map.of("messages", MESSAGES, "secret", 1));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void argumentsThatAreNotOfTheSchema_areRefusedWithoutTheirValues(Map<String, Object> arguments) {
        assertThatThrownBy(() -> Arguments.toRequest(arguments, "model"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void argumentsOfTheSchema_areTaken() {
        assertThatCode(() -> Arguments.toRequest(
                        Map.of("messages", MESSAGES, "maxTokens", 9, "topP", 0.5, "stopSequences", List.of("END")),
                        "model"))
                .doesNotThrowAnyException();
    }

    @Test
    void aPageOfTheWeb_cannotUseTheServer() throws Exception {
        try (BedrockEmulator emulator = BedrockEmulator.start();
                var bedrock = BedrockMcpServer.emulated(emulator.endpoint());
                var server = McpServers.overHttp(BedrockMcpServer.tool(bedrock), 0)) {
            assertThat(post(server, "https://attacker.example").statusCode()).isEqualTo(403);
            assertThat(post(server, "http://localhost:3000").statusCode()).isNotEqualTo(403);
            assertThat(post(server, "https://attacker.example").body()).doesNotContain("Exception", "\tat ", "Tomcat");
            assertThat(post(server, "http://localhost:3000").body())
                    .contains("\"code\":-32600")
                    .doesNotContain("stackTrace", "Exception", "jackson");
            HttpResponse<String> missing =
                    send(HttpRequest.newBuilder(server.uri().resolve("/nothing")));
            assertThat(missing.body()).doesNotContain("Exception", "\tat ", "Tomcat");
        }
    }

    private static HttpResponse<String> post(McpServers.OverHttp server, String origin) throws Exception {
        return send(HttpRequest.newBuilder(server.uri())
                .header("Origin", origin)
                .header("Accept", "application/json, text/event-stream")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{not json")));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

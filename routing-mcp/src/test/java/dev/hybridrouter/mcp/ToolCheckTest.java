package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.ProviderException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToolCheckTest {
    private static final RouteRequest REQUEST = RouteRequest.builder()
            .system("Be short.")
            .user("Hi")
            .message(Message.assistant("Hello"))
            .user("Who?")
            .parameters(InferenceParameters.builder()
                    .maxTokens(9)
                    .temperature(0.5)
                    .topP(0.9)
                    .stopSequences(List.of("END"))
                    .build())
            .build();

    private static Map<String, Object> schema(List<String> required, Map<String, String> types) {
        Map<String, Object> properties = types.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, type -> Map.of("type", type.getValue())));
        return Map.of("type", "object", "properties", properties, "required", required, "additionalProperties", false);
    }

    private static OfferedTools offers(Map<String, Object> schema) {
        return OfferedTools.of(Map.of("generate_text", new ToolSchema(schema)));
    }

    private static McpTool tool(McpArguments arguments) {
        return Calls.tool().arguments(arguments).build();
    }

    @Test
    void aConversation_isSentAsMessages() {
        var offered = offers(schema(
                List.of("messages"),
                Map.of(
                        "messages",
                        "array",
                        "system",
                        "string",
                        "max_tokens",
                        "integer",
                        "temperature",
                        "number",
                        "top_p",
                        "number",
                        "stop_sequences",
                        "array",
                        "model",
                        "string")));
        McpTool tool = tool(McpArguments.textGeneration("nova"));

        assertThat(ToolCheck.misfit(tool, offered)).isNull();
        assertThat(ToolCheck.arguments(tool, REQUEST, offered))
                .containsEntry("system", "Be short.")
                .containsEntry("model", "nova")
                .containsEntry("max_tokens", 9)
                .containsEntry("temperature", 0.5)
                .containsEntry("top_p", 0.9)
                .containsEntry("stop_sequences", List.of("END"))
                .containsEntry(
                        "messages",
                        List.of(
                                Map.of("role", "user", "content", "Hi"),
                                Map.of("role", "assistant", "content", "Hello"),
                                Map.of("role", "user", "content", "Who?")));
    }

    @Test
    void aConversation_isSentAsOnePrompt_whereTheToolTakesNothingElse() {
        var offered = offers(schema(List.of("prompt"), Map.of("prompt", "string")));
        McpTool tool = tool(McpArguments.textGeneration());

        assertThat(ToolCheck.misfit(tool, offered)).isNull();
        assertThat(ToolCheck.arguments(tool, REQUEST, offered))
                .isEqualTo(Map.of("prompt", "User: Be short.\n\nHi\n\nAssistant: Hello\n\nUser: Who?"));
        assertThat(ToolCheck.arguments(tool, RouteRequest.of("Hi"), offered)).isEqualTo(Map.of("prompt", "Hi"));
    }

    @Test
    void whatDoesNotFit_isSaidInWords() {
        var offered = offers(schema(List.of("prompt", "voice"), Map.of("prompt", "integer", "voice", "string")));

        assertThat(ToolCheck.misfit(tool(McpArguments.textGeneration("nova")), offered))
                .isEqualTo(
                        "server fake, tool \"generate_text\": it requires the argument \"voice\", which is not sent; the"
                                + " argument \"prompt\" is of type integer there, and sent as string; it takes no argument"
                                + " \"model\"");
        assertThat(ToolCheck.misfit(tool(McpArguments.of(Map.of("q", "string"), request -> Map.of())), offered))
                .contains("it takes no argument \"q\"");
    }

    @Test
    void aRequestThatLacksARequiredArgument_isInvalid() {
        var offered =
                offers(schema(List.of("prompt", "maxTokens"), Map.of("prompt", "string", "maxTokens", "integer")));
        McpTool tool = tool(McpArguments.textGeneration());

        assertThatThrownBy(() -> ToolCheck.arguments(tool, RouteRequest.of("Hi"), offered))
                .isInstanceOfSatisfying(ProviderException.class, thrown -> {
                    assertThat(thrown.failure().kind()).isEqualTo(FailureKind.UNSUPPORTED);
                    assertThat(thrown.failure().message()).contains("maxTokens").doesNotContain("Hi");
                });
    }

    @Test
    void aFunctionOfTheHostThatThrows_isAnInvalidRequestWithoutItsText() {
        var offered = offers(schema(List.of(), Map.of()));
        McpTool tool = tool(McpArguments.of(Map.of(), request -> {
            throw new IllegalStateException("quotes Hi");
        }));

        assertThatThrownBy(() -> ToolCheck.arguments(tool, RouteRequest.of("Hi"), offered))
                .hasMessageStartingWith("UNSUPPORTED")
                .hasMessageNotContaining("quotes");
    }

    private static @Nullable String difference(Map<String, Object> here, Map<String, Object> there) {
        return new ToolSchema(here).difference(new ToolSchema(there));
    }

    @Test
    void schemas_areComparedAsJson() {
        Map<String, Object> ordered = new LinkedHashMap<>();
        ordered.put("a", 1);
        ordered.put("b", 2);
        Map<String, Object> otherwise = new LinkedHashMap<>();
        otherwise.put("b", 2.0);
        otherwise.put("a", 1);
        assertThat(difference(Map.of("anyOf", List.of(ordered)), Map.of("anyOf", List.of(otherwise))))
                .isNull();
        assertThat(difference(Map.of("enum", List.of("a, b")), Map.of("enum", List.of("a", "b"))))
                .isEqualTo("inputSchema.enum");
        assertThat(difference(Map.of("const", "1"), Map.of("const", 1))).isEqualTo("inputSchema.const");
        assertThat(difference(Map.of("const", "null"), Map.of())).isEqualTo("inputSchema.const");
    }

    @Test
    void whatIsSentInsideArguments_isCheckedToo() {
        Map<String, Object> message = Map.of(
                "properties",
                Map.of("role", Map.of("enum", List.of("human")), "content", Map.of("type", "array")),
                "required",
                List.of("role", "content", "id"));
        Map<String, Object> schema = Map.of(
                "properties",
                Map.of(
                        "messages", Map.of("type", "array", "items", message),
                        "model", Map.of("type", "string", "enum", List.of("other"))));
        assertThat(ToolCheck.misfit(tool(McpArguments.textGeneration("nova")), offers(schema)))
                .contains("does not take \"nova\"", "sent as string", "other roles", "more than role and content");
        assertThat(ToolCheck.misfit(tool(McpArguments.textGeneration()), offers(Map.of("allOf", List.of()))))
                .contains("allOf");
    }
}

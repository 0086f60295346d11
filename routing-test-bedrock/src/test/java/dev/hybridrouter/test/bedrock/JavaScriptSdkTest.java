package dev.hybridrouter.test.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** An SDK that this project does not use understands the emulator, and is held to its rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaScriptSdkTest {
    private final BedrockEmulator emulator = BedrockEmulator.start();
    private JsonNode seen = JsonNode.emptyObjectNode();

    @BeforeAll
    void callAll() throws Exception {
        emulator.on("text").reply(Reply.text("Good morning").usage(1, 2));
        emulator.on("tool").reply(Reply.toolUse("t1", "lookup", "{\"city\":\"Oslo\",\"days\":2.5}"));
        emulator.on("throttled").reply(Fault.throttled());
        emulator.on("broken").reply(Fault.inStream("modelStreamErrorException", 1));
        emulator.on("amazon.titan-embed-text-v2:0").reply(EmbeddingReply.of(0.5f, -0.25f));
        seen = JavaScriptSdk.calls(emulator.endpoint());
    }

    @AfterAll
    void close() {
        emulator.close();
    }

    private String text(String... way) {
        JsonNode node = seen;
        for (String member : way) {
            node = Character.isDigit(member.charAt(0))
                    ? node.asArray().get(Integer.parseInt(member))
                    : node.field(member).orElseThrow(() -> new AssertionError(member + " of " + seen));
        }
        return node.isNumber() ? node.asNumber() : node.asString();
    }

    @Test
    void converse_isRead() {
        assertThat(text("converse", "content", "0", "text")).isEqualTo("Good morning");
        assertThat(text("converse", "stopReason")).isEqualTo("end_turn");
        assertThat(text("converse", "usage", "outputTokens")).isEqualTo("2");
        assertThat(text("tool", "content", "0", "toolUse", "input", "days")).isEqualTo("2.5");
        assertThat(text("media", "content", "0", "text")).isEqualTo("Good morning");
        assertThat(emulator.requests())
                .allSatisfy(request -> assertThat(request.region()).isEqualTo("eu-west-1"));
    }

    @Test
    void converseStream_isRead() {
        assertThat(text("stream", "text")).isEqualTo("Good morning");
        assertThat(text("stream", "stopReason")).isEqualTo("end_turn");
        assertThat(text("stream", "outputTokens")).isEqualTo("2");
        assertThat(text("toolStream", "input")).isEqualTo("{\"city\":\"Oslo\",\"days\":2.5}");
        assertThat(text("toolStream", "stopReason")).isEqualTo("tool_use");
    }

    @ParameterizedTest
    @CsvSource({
        "throttled, ThrottlingException, 429, Too many requests",
        "invalid, ValidationException, 400, messages.0.content.0.text",
        "invalidShape, ValidationException, 400, inferenceConfig.temperature",
        "invalidEmbedding, ValidationException, 400, dimensions"
    })
    void errors_haveTheirNames(String call, String name, int status, String message) {
        assertThat(text(call, "error")).isEqualTo(name);
        assertThat(text(call, "status")).isEqualTo(Integer.toString(status));
        assertThat(text(call, "message")).contains(message);
    }

    @Test
    void errorInAStream_hasItsName() {
        assertThat(text("brokenStream", "error")).isEqualTo("ModelStreamErrorException");
    }

    @Test
    void invokeModel_isRead() {
        assertThat(text("embedding", "embedding", "0")).isEqualTo("0.5");
        assertThat(text("embedding", "embedding", "1")).isEqualTo("-0.25");
    }
}

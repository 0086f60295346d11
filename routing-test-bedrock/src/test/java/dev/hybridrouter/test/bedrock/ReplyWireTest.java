package dev.hybridrouter.test.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.PerformanceConfigLatency;
import software.amazon.awssdk.services.bedrockruntime.model.PerformanceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

/** Replies of Converse as the SDK shows them. */
class ReplyWireTest extends EmulatorFixture {

    @Test
    void converse_whenNothingIsScripted_answersTheSameOverBothProtocols() {
        ConverseResponse overHttp2 = Sdk.success(async.converse(Sdk.request()));
        ConverseResponse overHttp1 = sync.converse(Sdk.request());

        assertThat(overHttp2.toString()).isEqualTo(overHttp1.toString());
        assertThat(text(overHttp2)).isEqualTo("This is the emulated answer of model-a.");
        assertThat(overHttp2.usage()).isEqualTo(usage(4, 7, 11));
        assertThat(overHttp2.stopReason()).isEqualTo(StopReason.END_TURN);
        assertThat(emulator.requests())
                .extracting(RecordedRequest::protocol)
                .containsExactly(WireProtocol.HTTP_2, WireProtocol.HTTP_1_1);
    }

    @Test
    void converse_whenTokenLimitIsShort_cutsTheDefaultAnswer() {
        ConverseResponse response = sync.converse(Sdk.request().toBuilder()
                .inferenceConfig(InferenceConfiguration.builder().maxTokens(3).build())
                .build());

        assertThat(text(response)).isEqualTo("This is the");
        assertThat(response.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(response.usage().outputTokens()).isEqualTo(3);
    }

    @Test
    void converse_whenReplyHasAllKindsOfContent_showsThemInOrder() {
        reply(Reply.of(
                        new ReplyContent.Reasoning("let me think", "sig"),
                        new ReplyContent.RedactedReasoning(base64("hidden")),
                        new ReplyContent.Text("here"))
                .and(new ReplyContent.ToolUse(
                        "t1", "lookup", "{\"city\":\"Oslo\",\"days\":2.5,\"deep\":[true,null]}")));

        ConverseResponse response = sync.converse(Sdk.request());

        assertThat(response.output().message().content()).hasSize(4);
        ContentBlock reasoning = response.output().message().content().get(0);
        assertThat(reasoning.reasoningContent().reasoningText().text()).isEqualTo("let me think");
        assertThat(reasoning.reasoningContent().reasoningText().signature()).isEqualTo("sig");
        assertThat(response.output()
                        .message()
                        .content()
                        .get(1)
                        .reasoningContent()
                        .redactedContent())
                .isEqualTo(SdkBytes.fromUtf8String("hidden"));
        assertThat(response.output().message().content().get(2).text()).isEqualTo("here");
        assertThat(response.output().message().content().get(3).toolUse().input())
                .isEqualTo(Document.mapBuilder()
                        .putString("city", "Oslo")
                        .putNumber("days", "2.5")
                        .putList("deep", list -> list.addBoolean(true).addNull())
                        .build());
        assertThat(response.stopReason()).isEqualTo(StopReason.TOOL_USE);
    }

    @Test
    void converse_whenReplyHasEveryField_showsThemAll() {
        reply(Reply.text("hello")
                .usage(ReplyUsage.of(12, 3).cacheRead(100).cacheWrite("5m", 20).cacheWrite("1h", 30))
                .reportedLatency(Duration.ofMillis(321))
                .performanceLatency("optimized")
                .serviceTier("priority")
                .trace("{\"promptRouter\":{\"invokedModelId\":\"model-b\"}}")
                .additionalModelResponseFields("{\"stop_sequence\":\"END\"}"));

        ConverseResponse response = Sdk.success(async.converse(Sdk.request()));

        assertThat(response.usage().totalTokens()).isEqualTo(165);
        assertThat(response.usage().cacheReadInputTokens()).isEqualTo(100);
        assertThat(response.usage().cacheWriteInputTokens()).isEqualTo(50);
        assertThat(response.usage().cacheDetails())
                .extracting(detail -> detail.ttlAsString() + "=" + detail.inputTokens())
                .containsExactly("5m=20", "1h=30");
        assertThat(response.metrics().latencyMs()).isEqualTo(321);
        assertThat(response.performanceConfig().latency()).isEqualTo(PerformanceConfigLatency.OPTIMIZED);
        assertThat(response.serviceTier().typeAsString()).isEqualTo("priority");
        assertThat(response.trace().promptRouter().invokedModelId()).isEqualTo("model-b");
        assertThat(response.additionalModelResponseFields())
                .isEqualTo(
                        Document.mapBuilder().putString("stop_sequence", "END").build());
    }

    @Test
    void converse_whenRequestAsksForAPerformanceMode_echoesIt() {
        ConverseResponse response = sync.converse(Sdk.request().toBuilder()
                .performanceConfig(PerformanceConfiguration.builder()
                        .latency(PerformanceConfigLatency.OPTIMIZED)
                        .build())
                .build());

        assertThat(response.performanceConfig().latency()).isEqualTo(PerformanceConfigLatency.OPTIMIZED);
    }

    @Test
    void converse_whenStopReasonIsUnknown_keepsItAsText() {
        reply(Reply.text("hello").stopReason("solar_flare"));

        ConverseResponse response = sync.converse(Sdk.request());

        assertThat(response.stopReason()).isEqualTo(StopReason.UNKNOWN_TO_SDK_VERSION);
        assertThat(response.stopReasonAsString()).isEqualTo("solar_flare");
    }

    @Test
    void converse_whenTheFirstByteIsLate_stillAnswers() {
        reply(Reply.text("late").firstByteDelay(Duration.ofMillis(30)));

        ConverseResponse response = Sdk.success(async.converse(Sdk.request()));

        assertThat(text(response)).isEqualTo("late");
        assertThat(response.metrics().latencyMs()).isEqualTo(30);
    }

    private static String text(ConverseResponse response) {
        return response.output().message().content().get(0).text();
    }

    private static TokenUsage usage(int input, int output, int total) {
        return TokenUsage.builder()
                .inputTokens(input)
                .outputTokens(output)
                .totalTokens(total)
                .build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(SdkBytes.fromUtf8String(text).asByteArray());
    }
}

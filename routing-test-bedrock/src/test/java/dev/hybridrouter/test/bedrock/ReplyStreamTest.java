package dev.hybridrouter.test.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;

/** Replies of ConverseStream as the SDK shows them. */
class ReplyStreamTest extends EmulatorFixture {

    @Test
    void stream_whenReplyIsText_sendsTheEventsInOrder() {
        reply(Reply.text("one two three").usage(12, 3));

        Sdk.Stream stream = Sdk.stream(async).completed();

        assertThat(stream.types())
                .containsExactly(
                        "messageStart",
                        "contentBlockDelta",
                        "contentBlockDelta",
                        "contentBlockDelta",
                        "contentBlockStop",
                        "messageStop",
                        "metadata");
        assertThat(stream.text()).isEqualTo("one two three");
        assertThat(stream.metadata().usage().totalTokens()).isEqualTo(15);
        assertThat(stream.errors()).isEmpty();
        assertThat(emulator.tokensServed()).isEqualTo(3);
        assertThat(emulator.tokensServed(Sdk.MODEL).output()).isEqualTo(3);
        assertThat(emulator.tokensServed(Sdk.MODEL).input()).isPositive();
    }

    @Test
    void stream_whenChunksAreLarger_hasFewerDeltas() {
        reply(Reply.text("one two  three\nfour five").chunkSize(2));

        assertThat(Sdk.stream(async).completed().deltas())
                .extracting(delta -> delta.text())
                .containsExactly("one two  ", "three\nfour ", "five");
    }

    @Test
    void stream_whenPaced_deliversTheSame() {
        reply(Reply.text("one two three").firstByteDelay(Duration.ofMillis(10)).chunkGap(Duration.ofMillis(5)));

        assertThat(Sdk.stream(async).completed().text()).isEqualTo("one two three");
    }

    @Test
    void stream_whenReplyHasAToolCall_sendsItsInputInFragments() {
        reply(Reply.text("look")
                .and(new ReplyContent.ToolUse("t1", "lookup", "{\"city\": \"Reykjav\u00edk \ud83c\udf0b\"}")));

        Sdk.Stream stream = Sdk.stream(async).completed();

        ContentBlockStartEvent start = stream.all(ContentBlockStartEvent.class).get(0);
        assertThat(start.contentBlockIndex()).isEqualTo(1);
        assertThat(start.start().toolUse().toolUseId()).isEqualTo("t1");
        assertThat(start.start().toolUse().name()).isEqualTo("lookup");
        assertThat(toolInput(stream)).isEqualTo("{\"city\": \"Reykjav\u00edk \ud83c\udf0b\"}");
        assertThat(stream.all(MessageStopEvent.class).get(0).stopReason()).isEqualTo(StopReason.TOOL_USE);
    }

    @Test
    void stream_whenReplyHasReasoning_sendsTextThenSignatureThenRedacted() {
        reply(Reply.of(new ReplyContent.Reasoning("hm", "sig"), new ReplyContent.RedactedReasoning("aGlkZGVu")));

        Sdk.Stream stream = Sdk.stream(async).completed();

        assertThat(stream.deltas()).hasSize(3);
        assertThat(stream.deltas().get(0).reasoningContent().text()).isEqualTo("hm");
        assertThat(stream.deltas().get(1).reasoningContent().signature()).isEqualTo("sig");
        assertThat(stream.deltas().get(2).reasoningContent().redactedContent())
                .isEqualTo(SdkBytes.fromUtf8String("hidden"));
    }

    @Test
    void stream_whenReplyHasEveryField_showsThemInTheLastEvents() {
        reply(Reply.text("hello")
                .stopReason("solar_flare")
                .usage(ReplyUsage.of(1, 1).cacheWrite("1h", 30).totalTokens(99))
                .reportedLatency(Duration.ofMillis(7))
                .performanceLatency("standard")
                .serviceTier("flex")
                .additionalModelResponseFields("{\"k\":1}"));

        Sdk.Stream stream = Sdk.stream(async).completed();

        MessageStopEvent stop = stream.all(MessageStopEvent.class).get(0);
        assertThat(stop.stopReasonAsString()).isEqualTo("solar_flare");
        assertThat(stop.additionalModelResponseFields().asMap()).containsKey("k");
        assertThat(stream.metadata().usage().totalTokens()).isEqualTo(99);
        assertThat(stream.metadata().usage().cacheDetails()).hasSize(1);
        assertThat(stream.metadata().metrics().latencyMs()).isEqualTo(7);
        assertThat(stream.metadata().performanceConfig().latencyAsString()).isEqualTo("standard");
        assertThat(stream.metadata().serviceTier().typeAsString()).isEqualTo("flex");
    }

    private static String toolInput(Sdk.Stream stream) {
        return stream.deltas().stream()
                .map(delta -> delta.toolUse())
                .filter(Objects::nonNull)
                .map(tool -> tool.input())
                .collect(Collectors.joining());
    }
}

package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.test.StreamProbe;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Reply;
import dev.hybridrouter.test.bedrock.ReplyContent.RedactedReasoning;
import dev.hybridrouter.test.bedrock.ReplyContent.Text;
import dev.hybridrouter.test.bedrock.ReplyContent.ToolUse;
import dev.hybridrouter.test.bedrock.ReplyUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an answer from the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponseWireTest {
    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final BedrockAdapter adapter = Adapters.sharing(emulator);

    @AfterAll
    void close() {
        adapter.close();
        emulator.close();
    }

    private void reply(Reply reply) {
        emulator.on(Calls.MODEL).reply(reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "end_turn",
                "max_tokens",
                "stop_sequence",
                "guardrail_intervened",
                "content_filtered",
                "malformed_model_output",
                "malformed_tool_use",
                "model_context_window_exceeded",
                "said_by_a_later_version"
            })
    void stopReason_isKept(String reason) {
        reply(Reply.text("green").stopReason(reason));
        assertThat(Calls.answer(adapter).stopReason()).isEqualTo(new StopReason(reason));
        assertThat(Calls.finished(Calls.streamToEnd(adapter)).stopReason()).isEqualTo(new StopReason(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"end_turn", "stop_sequence", "tool_use"})
    void stopReasonBesideAToolUse_isToolUse(String reason) {
        reply(Reply.toolUse("t1", "clock", "{}").stopReason(reason));
        assertThat(Calls.answer(adapter).stopReason()).isEqualTo(StopReason.TOOL_USE);
        assertThat(Calls.finished(Calls.streamToEnd(adapter)).stopReason()).isEqualTo(StopReason.TOOL_USE);
    }

    @Test
    void stopReasonToolUse_withoutAToolUse_isTheEndOfTheTurn() {
        reply(Reply.text("green").stopReason("tool_use"));
        assertThat(Calls.answer(adapter).stopReason()).isEqualTo(StopReason.END_TURN);
        assertThat(Calls.finished(Calls.streamToEnd(adapter)).stopReason()).isEqualTo(StopReason.END_TURN);
    }

    /** "null" is sent as null, what is no JSON as a string; in fragments of a stream as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "{}"})
    void toolUseWithoutInput_hasAnEmptyObject(String input) {
        reply(Reply.toolUse("t1", "clock", input));
        Content expected = new Content.ToolUse("t1", "clock", Json.object("{}"));
        assertThat(Calls.answer(adapter).content()).containsExactly(expected);
        assertThat(wholeBlocks(Calls.streamToEnd(adapter))).containsExactly(expected);
    }

    @Test
    void toolInputThatIsNull_isAnEmptyObject() {
        reply(Reply.toolUse("t1", "clock", "null"));
        assertThat(Calls.answer(adapter).toolUses().get(0).input()).isEqualTo(Json.object("{}"));
    }

    /** Some models write the object as a string of JSON. */
    @Test
    void toolInputWrittenAsAString_isRead() {
        reply(Reply.toolUse("t1", "clock", "\"{\\\"zone\\\":\\\"CET\\\"}\""));
        assertThat(Calls.answer(adapter).toolUses().get(0).input()).isEqualTo(Json.object("{\"zone\":\"CET\"}"));
    }

    @Test
    void usage_keepsCacheWritesApartByTimeToLive() {
        reply(Reply.text("green")
                .usage(ReplyUsage.of(10, 20).cacheRead(30).cacheWrite("5m", 40).cacheWrite("1h", 50)));
        TokenUsage expected = TokenUsage.builder()
                .input(10)
                .output(20)
                .cacheRead(30)
                .cacheWrite(90)
                .cacheWriteByTtl(Map.of(Duration.ofMinutes(5), 40L, Duration.ofHours(1), 50L))
                .build();
        assertThat(Calls.answer(adapter).usage()).isEqualTo(expected);
        assertThat(Calls.finished(Calls.streamToEnd(adapter)).usage()).isEqualTo(expected);
    }

    @Test
    void redactedReasoning_isKeptForTheNextTurn() {
        reply(Reply.of(new RedactedReasoning("AQID"), new Text("green")));
        Content expected = new Content.RedactedReasoning(Blob.of(new byte[] {1, 2, 3}));
        assertThat(Calls.answer(adapter).content()).containsExactly(expected, Content.text("green"));
        assertThat(wholeBlocks(Calls.streamToEnd(adapter))).containsExactly(expected);
    }

    @Test
    void severalToolUses_keepTheirInputsApart() {
        reply(Reply.of(new ToolUse("t1", "lookup", "{\"a\":1}"), new ToolUse("t2", "lookup", "{\"b\":[2]}")));
        Content first = new Content.ToolUse("t1", "lookup", Json.object("{\"a\":1}"));
        Content second = new Content.ToolUse("t2", "lookup", Json.object("{\"b\":[2]}"));
        assertThat(Calls.answer(adapter).content()).containsExactly(first, second);
        assertThat(wholeBlocks(Calls.streamToEnd(adapter))).containsExactly(first, second);
    }

    private static List<Content> wholeBlocks(StreamProbe<ProviderEvent> probe) {
        return probe.events().stream()
                .filter(ProviderEvent.Piece.class::isInstance)
                .map(event -> ((ProviderEvent.Piece) event).delta())
                .filter(Delta.BlockCompleted.class::isInstance)
                .map(delta -> ((Delta.BlockCompleted) delta).content())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens",
                "guardrail_intervened",
                "content_filtered",
                "model_context_window_exceeded",
                "malformed_tool_use",
                "said_by_a_later_version"
            })
    void toolInputThatWasCut_isNoFault(String reason) {
        reply(Reply.toolUse("t1", "lookup", "{\"city\": \"Par")
                .stopReason(reason)
                .usage(12, 3));
        var probe = Calls.streamToEnd(adapter);
        assertThat(Calls.finished(probe).stopReason()).isEqualTo(new StopReason(reason));
        assertThat(Calls.finished(probe).usage().output()).hasValue(3);
        assertThat(wholeBlocks(probe)).isEmpty();
        assertThat(Calls.answer(adapter).content()).isEmpty();
        assertThat(Calls.answer(adapter).stopReason()).isEqualTo(new StopReason(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool_use", "end_turn", "stop_sequence"})
    void toolInputThatClaimsToBeWholeAndIsNot_isMalformed(String reason) {
        reply(Reply.toolUse("t1", "lookup", "{\"city\": \"Par").stopReason(reason));
        for (ProviderFailure failure : List.of(Calls.streamFailure(adapter), Calls.failure(adapter, Calls.any()))) {
            assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE);
            assertThat(failure.health()).isEqualTo(HealthImpact.NONE);
        }
    }

    @Test
    void metadata_tellsWhatTheServiceTold() {
        reply(Reply.text("green")
                .reportedLatency(Duration.ofMillis(321))
                .serviceTier("flex")
                .performanceLatency("standard")
                .additionalModelResponseFields("{\"stop_sequence\":\"END\"}")
                .trace("{\"promptRouter\":{\"invokedModelId\":\"model-b\"}}"));
        ModelResponse answer = Calls.answer(adapter);
        BedrockMetadata called = answer.metadata(BedrockMetadata.class).orElseThrow();
        assertThat(called.requestId()).isPresent();
        checkMetadata(called);
        BedrockMetadata streamed = (BedrockMetadata)
                Calls.finished(Calls.streamToEnd(adapter)).metadata().orElseThrow();
        assertThat(streamed.requestId()).isPresent();
        checkMetadata(streamed);
    }

    private static void checkMetadata(BedrockMetadata metadata) {
        assertThat(metadata.latency()).hasValue(Duration.ofMillis(321));
        assertThat(metadata.serviceTier()).hasValue("flex");
        assertThat(metadata.latencyMode()).hasValue("standard");
        assertThat(metadata.invokedModel()).hasValue("model-b");
        assertThat(metadata.additionalFields()).hasValue(Json.object("{\"stop_sequence\":\"END\"}"));
        assertThat(metadata.guardrailTrace()).isEmpty();
        assertThat(metadata.unmappedBlocks()).isZero();
    }

    @Test
    void slowSubscriber_isNeverSentMoreThanItAskedFor() {
        reply(Reply.text("w ".repeat(400)).chunkSize(1));
        StreamProbe<ProviderEvent> probe = StreamProbe.requesting(0);
        adapter.stream(Calls.any()).subscribe(probe);
        while (probe.terminals() == 0) {
            int received = probe.events().size();
            probe.request(3);
            while (probe.terminals() == 0 && probe.events().size() < received + 3) {
                Thread.onSpinWait();
            }
        }
        assertThat(probe.assertRulesKept().text()).isEqualTo("w ".repeat(400));
        assertThat(probe.isComplete()).isTrue();
    }

    @Test
    void subscriberThatAsksForNothingOrLess_isToldSo() {
        reply(Reply.text("green"));
        StreamProbe<ProviderEvent> probe = StreamProbe.requesting(0);
        adapter.stream(Calls.any()).subscribe(probe);
        probe.request(0);
        assertThat(probe.await(Duration.ofMinutes(2)).error())
                .hasValueSatisfying(error -> assertThat(error).isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void answerWithoutStopReason_hasAnUnknownOne() {
        emulator.on(Calls.MODEL).reply(Fault.withoutMessageStop());
        assertThat(Calls.answer(adapter).stopReason()).isEqualTo(StopReason.UNKNOWN);
    }
}

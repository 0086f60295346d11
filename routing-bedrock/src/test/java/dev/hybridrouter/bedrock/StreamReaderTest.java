package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStart;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseType;

/** Orders of events that the emulator does not send. */
class StreamReaderTest {
    private static final Content CLOCK = new Content.ToolUse("t1", "clock", Json.object("{}"));

    private final List<Delta> pieces = new ArrayList<>();
    private final StreamReader reader =
            new StreamReader(event -> pieces.add(((ProviderEvent.Piece) event).delta()), AnswerLimit.DEFAULT);

    private void toolStarts(int block, @Nullable ToolUseType type) {
        reader.visitContentBlockStart(ContentBlockStartEvent.builder()
                .contentBlockIndex(block)
                .start(ContentBlockStart.builder()
                        .toolUse(tool -> tool.toolUseId("t1").name("clock").type(type))
                        .build())
                .build());
    }

    private void delta(int block, ContentBlockDelta delta) {
        reader.visitContentBlockDelta(ContentBlockDeltaEvent.builder()
                .contentBlockIndex(block)
                .delta(delta)
                .build());
    }

    private void toolInput(int block, String fragment) {
        delta(block, ContentBlockDelta.fromToolUse(tool -> tool.input(fragment)));
    }

    private void signature(int block, String piece) {
        delta(block, ContentBlockDelta.fromReasoningContent(reasoning -> reasoning.signature(piece)));
    }

    private void blockStops(int block) {
        reader.visitContentBlockStop(
                ContentBlockStopEvent.builder().contentBlockIndex(block).build());
    }

    private void messageStops(String reason) {
        reader.visitMessageStop(MessageStopEvent.builder().stopReason(reason).build());
    }

    private ProviderEvent.Finished finished() {
        return Objects.requireNonNull(reader.finished());
    }

    private List<Content> whole() {
        return pieces.stream()
                .filter(Delta.BlockCompleted.class::isInstance)
                .map(piece -> ((Delta.BlockCompleted) piece).content())
                .toList();
    }

    @Test
    void signatureInPieces_isHandedOnInOne() {
        signature(0, "AB");
        signature(0, "CD");
        assertThat(pieces).isEmpty();
        blockStops(0);
        assertThat(pieces).containsExactly(new Delta.ReasoningSignature(0, "ABCD"));
    }

    @Test
    void signatureThatWasCut_isNotHandedOn() {
        signature(0, "AB");
        messageStops("max_tokens");
        assertThat(pieces).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "{}", " { } "})
    void inputOfNothing_isAnEmptyObject(String fragment) {
        toolStarts(0, null);
        toolInput(0, fragment);
        blockStops(0);
        messageStops("tool_use");
        Json input = ((Content.ToolUse) whole().get(0)).input();
        assertThat(input.text().replaceAll("\\s", "")).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({"tool_use, 1", "end_turn, 1", "max_tokens, 0", "model_context_window_exceeded, 0", "novel, 0"})
    void toolUseWithoutInput_isWholeOnlyIfTheAnswerIs(String reason, int uses) {
        toolStarts(0, null);
        blockStops(0);
        messageStops(reason);
        assertThat(whole()).hasSize(uses);
        assertThat(finished().stopReason()).isEqualTo(uses == 0 ? new StopReason(reason) : StopReason.TOOL_USE);
    }

    @Test
    void toolUseWithoutInput_isWhole_onceTheModelWentOn() {
        toolStarts(0, null);
        blockStops(0);
        delta(1, ContentBlockDelta.fromText("And"));
        messageStops("max_tokens");
        assertThat(whole()).containsExactly(CLOCK);
    }

    @Test
    void toolThatTheServiceCallsItself_isLeftOutAndCounted() {
        toolStarts(0, ToolUseType.SERVER_TOOL_USE);
        toolInput(0, "{\"query\": ");
        blockStops(0);
        delta(1, ContentBlockDelta.fromText("green"));
        messageStops("end_turn");
        assertThat(pieces).containsExactly(new Delta.TextDelta(1, "green"));
        assertThat(((BedrockMetadata) finished().metadata().orElseThrow()).unmappedBlocks())
                .isEqualTo(1);
    }
}

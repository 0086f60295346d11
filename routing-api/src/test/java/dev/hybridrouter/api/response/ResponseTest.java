package dev.hybridrouter.api.response;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.blank;
import static dev.hybridrouter.api.internal.BadValue.none;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.internal.BadValue;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers and why they stopped. */
class ResponseTest {
    private static final Content REASONING = new Content.Reasoning("hmm", "sig");
    private static final Content REDACTED = new Content.RedactedReasoning(Blob.of(new byte[] {1}));
    private static final Content.ToolUse FIRST = new Content.ToolUse("1", "find", Json.object("{}"));
    private static final Content.ToolUse SECOND = new Content.ToolUse("2", "find", Json.object("{}"));
    private static final Content IMAGE = new Content.Image("png", MediaSource.bytes(new byte[] {1}));

    private record Trace(String id) implements ProviderMetadata {}

    private record OtherTrace(String id) implements ProviderMetadata {}

    private static ModelResponse answer(Content... content) {
        return ModelResponse.builder(List.of(content), StopReason.END_TURN).build();
    }

    @ParameterizedTest
    @MethodSource
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> construct_whenValueIsBad_namesFieldAndFix() {
        ModelResponse.Builder builder = ModelResponse.builder(List.of(), StopReason.END_TURN);
        return Stream.of(
                absent("response.content", () -> ModelResponse.builder(none(), StopReason.END_TURN)),
                absent(
                        "response.content[]",
                        () -> ModelResponse.builder(Collections.singletonList(none()), StopReason.END_TURN)),
                absent("response.stopReason", () -> ModelResponse.builder(List.of(), none())),
                absent("response.usage", () -> builder.usage(none())),
                absent("response.metadata", () -> builder.metadata(none())),
                blank("stopReason.value", () -> new StopReason(" ")),
                absent("stopReason.value", () -> new StopReason(none())));
    }

    @Test
    void text_whenBlocksAreMixed_joinsTextOnlyAndAddsNothing() {
        assertThat(answer(REASONING, Content.text("Hel"), FIRST, Content.text(""), Content.text("lo "))
                        .text())
                .isEqualTo("Hello ");
        assertThat(answer(REASONING, FIRST).text()).isEmpty();
    }

    @Test
    void toolUses_whenBlocksAreMixed_keepsTheirOrder() {
        assertThat(answer(SECOND, Content.text("and"), FIRST).toolUses()).containsExactly(SECOND, FIRST);
        assertThat(answer(Content.text("none")).toolUses()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void isEmpty_whenThereIsNothingToShow_isTrue(List<Content> content, boolean empty) {
        assertThat(ModelResponse.builder(content, StopReason.END_TURN).build().isEmpty())
                .isEqualTo(empty);
    }

    static Stream<Arguments> isEmpty_whenThereIsNothingToShow_isTrue() {
        return Stream.of(
                Arguments.of(List.of(), true),
                Arguments.of(List.of(Content.text("")), true),
                Arguments.of(List.of(Content.text(""), Content.text("")), true),
                Arguments.of(List.of(REASONING), true),
                Arguments.of(List.of(REDACTED), true),
                Arguments.of(List.of(REASONING, REDACTED, Content.text("")), true),
                Arguments.of(List.of(Content.text(" ")), false),
                Arguments.of(List.of(REASONING, Content.text("a")), false),
                Arguments.of(List.of(FIRST), false),
                Arguments.of(List.of(IMAGE), false));
    }

    @Test
    void nothing_whenAsked_isEmptyAndKnowsNothing() {
        ModelResponse nothing = ModelResponse.nothing();

        assertThat(nothing.isEmpty()).isTrue();
        assertThat(nothing.content()).isEmpty();
        assertThat(nothing.stopReason()).isEqualTo(StopReason.UNKNOWN);
        assertThat(nothing.usage()).isEqualTo(TokenUsage.unknown());
        assertThat(nothing.metadata(ProviderMetadata.class)).isEmpty();
    }

    @Test
    void metadata_whenOfAnotherType_isAbsent() {
        ModelResponse response = ModelResponse.builder(List.of(), StopReason.END_TURN)
                .metadata(new Trace("t"))
                .build();

        assertThat(response.metadata(Trace.class)).contains(new Trace("t"));
        assertThat(response.metadata(OtherTrace.class)).isEmpty();
        assertThat(response.metadata(ProviderMetadata.class)).contains(new Trace("t"));
    }

    @Test
    void usage_whenSet_isKept() {
        ModelResponse response = ModelResponse.builder(List.of(), StopReason.END_TURN)
                .usage(TokenUsage.of(3, 4))
                .build();

        assertThat(response.usage()).isEqualTo(TokenUsage.of(3, 4));
    }

    @Test
    void stopReason_whenAProviderInventsOne_keepsItsTextAndEqualsNoKnownOne() {
        StopReason future = new StopReason("paused_for_review");

        assertThat(future).hasToString("paused_for_review").isEqualTo(new StopReason("paused_for_review"));
        assertThat(known()).doesNotContain(future);
    }

    @Test
    void stopReason_whenReadFromTheWire_equalsTheConstant() {
        assertThat(known().map(reason -> new StopReason(reason.value())))
                .containsExactlyElementsOf(known().toList())
                .doesNotHaveDuplicates();
        assertThat(new StopReason("end_turn")).isEqualTo(StopReason.END_TURN);
        assertThat(new StopReason("max_tokens")).isEqualTo(StopReason.MAX_TOKENS);
    }

    private static Stream<StopReason> known() {
        return Stream.of(
                StopReason.END_TURN,
                StopReason.TOOL_USE,
                StopReason.MAX_TOKENS,
                StopReason.STOP_SEQUENCE,
                StopReason.GUARDRAIL_INTERVENED,
                StopReason.CONTENT_FILTERED,
                StopReason.MALFORMED_MODEL_OUTPUT,
                StopReason.MALFORMED_TOOL_USE,
                StopReason.CONTEXT_WINDOW_EXCEEDED,
                StopReason.UNKNOWN);
    }
}

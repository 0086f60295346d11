package dev.hybridrouter.api.content;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.blank;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.internal.BadValue;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pieces of an answer: what they refuse, and which of them a caller sees. */
class DeltaTest {
    static Stream<IntFunction<Delta>> kinds() {
        return Stream.of(
                block -> new Delta.TextDelta(block, "a"),
                block -> new Delta.ReasoningDelta(block, "a"),
                block -> new Delta.ReasoningSignature(block, "a"),
                block -> new Delta.ToolUseStarted(block, "1", "find"),
                block -> new Delta.ToolInputDelta(block, "{"),
                block -> new Delta.BlockCompleted(block, Content.text("a")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void block_whenNegative_isRefusedAndZeroIsTheFirst(IntFunction<Delta> kind) {
        refused("delta.block is negative", () -> kind.apply(-1), "delta.block: -1 (expected: >= 0)")
                .check();
        assertThat(kind.apply(0).block()).isZero();
        assertThat(kind.apply(7).block()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> construct_whenValueIsBad_namesFieldAndFix() {
        return Stream.of(
                absent("delta.text", () -> new Delta.TextDelta(0, none())),
                absent("delta.text", () -> new Delta.ReasoningDelta(0, none())),
                absent("delta.signature", () -> new Delta.ReasoningSignature(0, none())),
                blank("delta.id", () -> new Delta.ToolUseStarted(0, " ", "find")),
                blank("delta.name", () -> new Delta.ToolUseStarted(0, "1", "")),
                absent("delta.name", () -> new Delta.ToolUseStarted(0, "1", none())),
                absent("delta.fragment", () -> new Delta.ToolInputDelta(0, none())),
                absent("delta.content", () -> new Delta.BlockCompleted(0, none())));
    }

    @ParameterizedTest
    @MethodSource
    void isContent_whenACallerSeesSomethingNew_isTrue(Delta delta, boolean content) {
        assertThat(delta.isContent()).isEqualTo(content);
    }

    static Stream<Arguments> isContent_whenACallerSeesSomethingNew_isTrue() {
        return Stream.of(
                Arguments.of(new Delta.TextDelta(0, "a"), true),
                Arguments.of(new Delta.TextDelta(0, " "), true),
                Arguments.of(new Delta.TextDelta(0, ""), false),
                Arguments.of(new Delta.ReasoningDelta(0, "a"), true),
                Arguments.of(new Delta.ReasoningDelta(0, ""), false),
                Arguments.of(new Delta.ReasoningSignature(0, "sig"), false),
                Arguments.of(new Delta.ToolUseStarted(0, "1", "find"), false),
                Arguments.of(new Delta.ToolInputDelta(0, "{"), true),
                Arguments.of(new Delta.ToolInputDelta(0, ""), false),
                Arguments.of(new Delta.BlockCompleted(0, Content.text("a")), true));
    }
}

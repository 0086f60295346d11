package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Text of a streamed block that has not ended.
 *
 * @param delta the piece it came in
 * @param kind what it is part of
 * @param text the text
 */
public record Fragment(Delta delta, Kind kind, String text) {
    /** The text of a piece; null if it has none that goes on. */
    public static @Nullable Fragment of(Delta delta) {
        if (delta instanceof Delta.TextDelta text) {
            return new Fragment(delta, Kind.ASSISTANT, text.text());
        } else if (delta instanceof Delta.ReasoningDelta reasoning) {
            return new Fragment(delta, Kind.REASONING, reasoning.text());
        } else if (delta instanceof Delta.ToolInputDelta input) {
            return new Fragment(delta, Kind.TOOL_INPUT, input.fragment());
        }
        return null;
    }

    /** Whether a piece belongs to the same text. */
    public boolean isContinuedBy(Delta next) {
        return next.block() == delta.block() && next.getClass() == delta.getClass();
    }

    /** A piece of the same block with this text. */
    public Delta with(String released) {
        int block = delta.block();
        return switch (kind) {
            case REASONING -> new Delta.ReasoningDelta(block, released);
            case TOOL_INPUT -> new Delta.ToolInputDelta(block, released);
            default -> new Delta.TextDelta(block, released);
        };
    }
}

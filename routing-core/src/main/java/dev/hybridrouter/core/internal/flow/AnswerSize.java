package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of an answer the router keeps, in bytes, a character as one; that is what all who gather it keep: guards, followers, the
 * cache.
 */
public final class AnswerSize {
    /** What a piece takes beside its text. */
    private static final long PIECE = 16;

    private AnswerSize() {}

    /** Returns the size of an answer in one piece. */
    public static long of(List<Content> answer) {
        long size = 0;
        for (int i = 0; i < answer.size(); i++) {
            size += PIECE + of(answer.get(i));
        }
        return size;
    }

    /** Returns the size of a piece of a stream. */
    public static long of(Delta piece) {
        if (piece instanceof Delta.TextDelta text) {
            return PIECE + text.text().length();
        } else if (piece instanceof Delta.ReasoningDelta reasoning) {
            return PIECE + reasoning.text().length();
        } else if (piece instanceof Delta.ReasoningSignature signature) {
            return PIECE + signature.signature().length();
        } else if (piece instanceof Delta.ToolInputDelta input) {
            return PIECE + input.fragment().length();
        } else if (piece instanceof Delta.ToolUseStarted tool) {
            return PIECE + tool.id().length() + tool.name().length();
        } else if (piece instanceof Delta.BlockCompleted completed) {
            return PIECE + of(completed.content());
        }
        return PIECE;
    }

    private static long of(Content content) {
        if (content instanceof Content.Text text) {
            return text.text().length();
        } else if (content instanceof Content.Reasoning reasoning) {
            return (long) reasoning.text().length() + reasoning.signature().length();
        } else if (content instanceof Content.RedactedReasoning redacted) {
            return redacted.data().size();
        } else if (content instanceof Content.ToolUse tool) {
            return (long) tool.name().length() + tool.input().text().length();
        } else if (content instanceof Content.ToolResult result) {
            return of(result.content());
        } else if (content instanceof Content.Image image) {
            return of(image.source());
        } else if (content instanceof Content.Document document) {
            return document.name().length() + of(document.source());
        }
        return 0;
    }

    private static long of(MediaSource source) {
        return source instanceof MediaSource.Inline inline ? inline.blob().size() : 0;
    }

    /** Why an answer of this size is refused; null if it is not. Says nothing about the target's health. */
    public static @Nullable ProviderFailure whyTooLarge(long size, long limit) {
        return size <= limit
                ? null
                : ProviderFailure.of(
                        FailureKind.REFUSED,
                        "answer: at least " + size + " bytes (expected: at most " + limit
                                + "; set with HybridRouterBuilder.maxAnswerBytes(..))");
    }
}

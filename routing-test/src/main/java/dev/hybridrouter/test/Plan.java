package dev.hybridrouter.test;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.ProviderMetadata;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one step of a script does with a call. */
sealed interface Plan {
    /** Throws. */
    record Thrown(RuntimeException exception) implements Plan {}

    /** Returns null in place of a future or publisher. */
    record ReturnsNull() implements Plan {}

    /** Sends signals whatever the demand, legal or not. */
    record Raw(List<Signal> signals) implements Plan {}

    /** How an answer ends. */
    enum Ending {
        FINISH,
        FAIL,
        HANG,
        TRUNCATE
    }

    /**
     * Answers, or begins to.
     *
     * @param pieces what a stream delivers before its end
     * @param content what a call answers
     */
    record Timed(
            List<Delta> pieces,
            List<Content> content,
            Ending ending,
            @Nullable Throwable failure,
            Pace pace,
            Tail tail) implements Plan {
        static Timed answer(List<Delta> pieces, List<Content> content) {
            StopReason stop = content.stream().anyMatch(Content.ToolUse.class::isInstance)
                    ? StopReason.TOOL_USE
                    : StopReason.END_TURN;
            return new Timed(
                    pieces, content, Ending.FINISH, null, Pace.NONE, new Tail(stop, TokenUsage.unknown(), null));
        }

        static Timed nothing(Ending ending, @Nullable Throwable failure) {
            return answer(List.of(), List.of()).endingAfter(0, ending, failure);
        }

        Timed endingAfter(int count, Ending newEnding, @Nullable Throwable newFailure) {
            if (count > pieces.size()) {
                throw new IllegalArgumentException(
                        "pieces: " + count + " (expected: <= " + pieces.size() + ", as many as the script has)");
            }
            return new Timed(pieces.subList(0, count), content, newEnding, newFailure, pace, tail);
        }

        Timed pace(Pace newPace) {
            return new Timed(pieces, content, ending, failure, newPace, tail);
        }

        Timed tail(Tail newTail) {
            return new Timed(pieces, content, ending, failure, pace, newTail);
        }

        ModelResponse response() {
            ModelResponse.Builder response =
                    ModelResponse.builder(content, tail.stopReason).usage(tail.usage);
            if (tail.metadata != null) {
                response.metadata(tail.metadata);
            }
            return response.build();
        }

        ProviderEvent.Finished finished() {
            return new ProviderEvent.Finished(tail.stopReason, tail.usage, tail.metadata);
        }

        /** What a call, or a stream in place of its next piece, fails with. */
        Throwable failureOrBroken() {
            return failure != null
                    ? failure
                    : new ProviderException(FailureKind.STREAM_BROKEN, "the script ends before its stop message");
        }
    }

    /** How long the call waits to be sent, when an answer or first piece arrives then, and how long after each other the pieces. */
    record Pace(Duration queued, Latency after, Duration every) {
        static final Pace NONE = new Pace(Duration.ZERO, Latency.fixed(Duration.ZERO), Duration.ZERO);
    }

    /** What comes with the end of an answer. */
    record Tail(
            StopReason stopReason,
            TokenUsage usage,
            @Nullable ProviderMetadata metadata) {}
}

package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What an adapter makes of its backend's answers. */
final class AnswerSpecs {
    private AnswerSpecs() {}

    static Stream<Spec> all() {
        return Stream.of(
                        both("brings the whole text", Situation.PLAIN_ANSWER, AnswerSpecs::text),
                        both("brings the tokens used", Situation.PLAIN_ANSWER, AnswerSpecs::usage),
                        both("keeps cached tokens apart from input", Situation.CACHED_USAGE, AnswerSpecs::cached),
                        both("takes unreported tokens as unknown", Situation.USAGE_MISSING, AnswerSpecs::unknown),
                        both("brings a tool use", Situation.TOOL_USE, AnswerSpecs::toolUse),
                        both("brings reasoning with its signature", Situation.REASONING, AnswerSpecs::reasoning),
                        both("keeps an unheard-of stop reason", Situation.UNKNOWN_STOP_REASON, AnswerSpecs::stop),
                        Stream.of(
                                new Spec("CALL shows an empty answer as empty", AnswerSpecs::emptyCall),
                                new Spec("STREAM shows an empty answer as empty", AnswerSpecs::emptyStream),
                                new Spec("CALL ignores options of other adapters", AnswerSpecs::foreignOptions)))
                .flatMap(specs -> specs);
    }

    private static Stream<Spec> both(String does, Situation situation, Consumer<KitAnswer> check) {
        return situation.modes().stream()
                .sorted()
                .map(mode -> new Spec(mode + " " + does, run -> check.accept(run.answer(situation, mode))));
    }

    private static void text(KitAnswer answer) {
        assertThat(answer.text()).isEqualTo(ExpectedAnswer.TEXT);
        assertThat(answer.stopReason()).isEqualTo(StopReason.END_TURN);
    }

    private static void usage(KitAnswer answer) {
        assertThat(answer.usage().input()).as("input tokens").hasValue(ExpectedAnswer.INPUT_TOKENS);
        assertThat(answer.usage().output()).as("output tokens").hasValue(ExpectedAnswer.OUTPUT_TOKENS);
        assertThat(answer.usage().estimated()).as("estimated").isFalse();
    }

    private static void cached(KitAnswer answer) {
        usage(answer);
        assertThat(answer.usage().cacheRead()).as("tokens read from cache").hasValue(ExpectedAnswer.CACHE_READ_TOKENS);
        assertThat(answer.usage().cacheWrite())
                .as("tokens written to cache")
                .hasValue(ExpectedAnswer.CACHE_WRITE_TOKENS);
    }

    private static void unknown(KitAnswer answer) {
        assertThat(answer.text()).isEqualTo(ExpectedAnswer.TEXT);
        assertThat(answer.usage().input()).as("input tokens").isEmpty();
        assertThat(answer.usage().output()).as("output tokens").isEmpty();
        assertThat(answer.usage().cacheRead()).as("tokens read from cache").isEmpty();
        assertThat(answer.usage().cacheWrite()).as("tokens written to cache").isEmpty();
    }

    private static void toolUse(KitAnswer answer) {
        assertThat(answer.stopReason()).isEqualTo(StopReason.TOOL_USE);
        assertThat(answer.tools()).hasSize(1);
        Content.ToolUse tool = answer.tools().get(0);
        assertThat(tool.id()).isEqualTo(ExpectedAnswer.TOOL_USE_ID);
        assertThat(tool.name()).isEqualTo(ExpectedAnswer.TOOL_NAME);
        assertThat(tool.input().text()).isEqualToIgnoringWhitespace(ExpectedAnswer.TOOL_INPUT);
    }

    private static void reasoning(KitAnswer answer) {
        assertThat(answer.reasoning()).isEqualTo(ExpectedAnswer.REASONING);
        assertThat(answer.signature()).isEqualTo(ExpectedAnswer.REASONING_SIGNATURE);
        assertThat(answer.text()).isEqualTo(ExpectedAnswer.TEXT);
    }

    private static void stop(KitAnswer answer) {
        assertThat(answer.stopReason().value().toLowerCase(Locale.ROOT)).isEqualTo(ExpectedAnswer.STOP_REASON);
        assertThat(answer.text()).isEqualTo(ExpectedAnswer.TEXT);
    }

    private static void emptyCall(KitRun run) {
        run.arrange(Situation.EMPTY_ANSWER, Mode.CALL);
        var future = run.begin();
        run.patience.until("the future to be completed", future::isDone);
        ModelResponse response =
                future.exceptionally(AnswerSpecs::nothingIfEmpty).join();
        assertThat(response.isEmpty()).as("empty").isTrue();
    }

    private static void emptyStream(KitRun run) {
        run.arrange(Situation.EMPTY_ANSWER, Mode.STREAM);
        StreamProbe<ProviderEvent> probe = run.streamToEnd();
        probe.error().ifPresent(AnswerSpecs::nothingIfEmpty);
        assertThat(probe.events().stream().filter(AnswerSpecs::isContent))
                .as("content")
                .isEmpty();
    }

    private static boolean isContent(ProviderEvent event) {
        return event instanceof ProviderEvent.Piece piece && piece.delta().isContent();
    }

    private static ModelResponse nothingIfEmpty(Throwable failure) {
        Throwable cause =
                failure instanceof ProviderException || failure.getCause() == null ? failure : failure.getCause();
        assertThat(KitRun.classified(cause).kind()).isEqualTo(FailureKind.EMPTY);
        return ModelResponse.nothing();
    }

    private static void foreignOptions(KitRun run) {
        run.arrange(Situation.PLAIN_ANSWER, Mode.CALL);
        var call = run.call(run.request().options(new ForeignOptions(1)).build());
        assertThat(run.await(run.begin(call)).text()).isEqualTo(ExpectedAnswer.TEXT);
    }

    /** Settings that no adapter knows. */
    private record ForeignOptions(int value) implements ProviderOptions {}
}

package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** That an adapter keeps prompts and answers out of what is logged or shown. */
final class SecrecySpecs {
    private SecrecySpecs() {}

    static Stream<Spec> all() {
        return Stream.of(
                new Spec("CALL repeats nothing of the prompt in a failure", run -> failures(run, Mode.CALL)),
                new Spec("STREAM repeats nothing of the prompt in a failure", run -> failures(run, Mode.STREAM)),
                new Spec("CALL shows nothing of prompt or answer in toString and logs", SecrecySpecs::call),
                new Spec("STREAM shows nothing of prompt or answer in toString and logs", SecrecySpecs::stream));
    }

    private static void failures(KitRun run, Mode mode) {
        List<Situation> failing = Arrays.stream(Situation.values())
                .filter(situation -> !situation.failures().isEmpty())
                .filter(situation -> situation.modes().contains(mode))
                .filter(situation -> run.subject.arrange(situation, mode) == ProviderUnderTest.Support.ARRANGED)
                .toList();
        for (Situation situation : failing) {
            Throwable failure = run.failure(situation, mode);
            assertThat(textsOf(failure)).as(situation + " by " + mode).noneMatch(SecrecySpecs::isSecret);
        }
        assertThat(run.subject.logLines()).as("log").noneMatch(SecrecySpecs::isSecret);
    }

    /** All that a failure says, but for its cause: the provider's own exception, which is not logged unseen. */
    private static List<String> textsOf(Throwable failure) {
        List<String> texts = new ArrayList<>(List.of(failure.toString()));
        if (failure instanceof ProviderException exception) {
            ProviderFailure details = exception.failure();
            texts.add(details.toString());
            texts.add(details.message());
            details.requestId().ifPresent(texts::add);
        }
        return texts;
    }

    private static void call(KitRun run) {
        run.arrange(Situation.PLAIN_ANSWER, Mode.CALL);
        var response = run.await(run.begin());
        assertThat(response.toString() + response.content())
                .as("response")
                .doesNotMatch(SecrecySpecs::isSecret, "secret");
        assertThat(run.subject.logLines()).as("log").noneMatch(SecrecySpecs::isSecret);
        assertThat(run.adapter.toString()).as("adapter").doesNotMatch(SecrecySpecs::isSecret, "secret");
    }

    private static void stream(KitRun run) {
        run.arrange(Situation.PLAIN_ANSWER, Mode.STREAM);
        StreamProbe<ProviderEvent> probe = run.streamToEnd();
        assertThat(probe.events()).as("events").noneMatch(event -> isSecret(event.toString()));
        assertThat(run.subject.logLines()).as("log").noneMatch(SecrecySpecs::isSecret);
    }

    /** Whether a text holds part of a prompt or answer: in clear, or as the hexadecimal dump of what went over a connection. */
    static boolean isSecret(String text) {
        String dumped = HexDump.digits(text);
        return Stream.concat(
                        Stream.of(ExpectedAnswer.CANARY),
                        ExpectedAnswer.PIECES.stream().filter(piece -> piece.length() > 4))
                .map(String::strip)
                .anyMatch(secret -> text.contains(secret) || dumped.contains(HexDump.of(secret)));
    }
}

package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.Arrays;
import java.util.stream.Stream;

/** What an adapter makes of its backend's failures. */
final class FailureSpecs {
    private FailureSpecs() {}

    static Stream<Spec> all() {
        return Stream.concat(
                Arrays.stream(Situation.values()).flatMap(FailureSpecs::of),
                Arrays.stream(Mode.values())
                        .map(mode -> new Spec(mode + " passes on how long to wait", run -> retryAfter(run, mode))));
    }

    private static Stream<Spec> of(Situation situation) {
        if (situation.failures().isEmpty()) {
            return Stream.empty();
        }
        Stream<Spec> shared = situation.modes().stream()
                .sorted()
                .flatMap(mode -> Stream.of(
                        new Spec(mode + " classifies " + situation, run -> kind(run, situation, mode)),
                        new Spec(mode + " does not retry " + situation, run -> once(run, situation, mode))));
        return situation.modes().contains(Mode.CALL)
                ? shared
                : Stream.concat(
                        shared,
                        Stream.of(
                                new Spec("STREAM keeps the piece before " + situation, run -> piece(run, situation))));
    }

    private static void kind(KitRun run, Situation situation, Mode mode) {
        ProviderFailure failure = KitRun.classified(run.failure(situation, mode));
        assertThat(failure.kind()).isIn(situation.failures());
        assertThat(failure.message()).isNotBlank();
    }

    private static void once(KitRun run, Situation situation, Mode mode) {
        run.failure(situation, mode);
        run.patience.aMoment();
        assertThat(run.subject.backendCalls()).as("calls at the backend").isEqualTo(1);
    }

    private static void piece(KitRun run, Situation situation) {
        run.arrange(situation, Mode.STREAM);
        StreamProbe<ProviderEvent> probe = run.streamToEnd();
        assertThat(probe.text()).startsWith(ExpectedAnswer.PIECES.get(0));
        assertThat(probe.error()).as("failure").isPresent();
        assertThat(probe.events()).noneMatch(ProviderEvent.Finished.class::isInstance);
    }

    private static void retryAfter(KitRun run, Mode mode) {
        ProviderFailure failure = KitRun.classified(run.failure(Situation.THROTTLED, mode));
        assertThat(failure.retryAfter()).hasValue(ExpectedAnswer.RETRY_AFTER);
    }
}

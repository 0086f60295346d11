package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.spi.ProviderEvent;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/** How an adapter keeps the rules of streams. */
final class StreamSpecs {
    private StreamSpecs() {}

    static Stream<Spec> all() {
        return Stream.of(
                new Spec("a stream begins when it is subscribed to", StreamSpecs::lazy),
                new Spec("a stream delivers no more than requested", StreamSpecs::demand),
                new Spec("a stream ends with Finished, then one terminal signal", StreamSpecs::terminal),
                new Spec("a stream that fails ends with one terminal signal", StreamSpecs::failedTerminal),
                new Spec("a stream delivers each piece when it comes", StreamSpecs::drip),
                new Spec("a stream takes one subscriber", StreamSpecs::oneSubscriber),
                new Spec("cancelling a stream before its first piece reaches the backend", StreamSpecs::cancelHanging),
                new Spec("cancelling a stream between its pieces reaches the backend", StreamSpecs::cancelDrip),
                new Spec("cancelling a stream that fell silent reaches the backend", StreamSpecs::cancelSilent));
    }

    private static void lazy(KitRun run) {
        run.arrange(Situation.PLAIN_ANSWER, Mode.STREAM);
        assertThat(run.adapter.stream(run.call())).isNotNull();
        run.patience.aMoment();
        assertThat(run.subject.backendCalls()).as("calls at the backend").isZero();
    }

    private static void demand(KitRun run) {
        run.arrange(Situation.PLAIN_ANSWER, Mode.STREAM);
        StreamProbe<ProviderEvent> probe = StreamProbe.requesting(1);
        run.subscribe(probe);
        for (int wanted = 1; probe.terminals() == 0 && wanted < 1000; wanted++) {
            int events = wanted;
            run.patience.until(
                    events + " events or the end", () -> probe.events().size() >= events || probe.terminals() > 0);
            run.patience.aMoment();
            assertThat(probe.events())
                    .as("events where %s were requested", events)
                    .hasSizeLessThanOrEqualTo(events);
            if (probe.terminals() == 0) {
                probe.request(1);
            }
        }
        assertThat(probe.assertRulesKept().text()).isEqualTo(ExpectedAnswer.TEXT);
        assertThat(probe.isComplete()).as("complete").isTrue();
    }

    private static void terminal(KitRun run) {
        run.arrange(Situation.PLAIN_ANSWER, Mode.STREAM);
        StreamProbe<ProviderEvent> probe = run.streamToEnd();
        run.patience.aMoment();
        List<ProviderEvent> events = probe.assertRulesKept().events();
        assertThat(probe.isComplete()).as("complete").isTrue();
        assertThat(probe.terminals()).as("terminal signals").isEqualTo(1);
        assertThat(events.stream().filter(ProviderEvent.Finished.class::isInstance))
                .as("Finished")
                .hasSize(1);
        assertThat(events.get(events.size() - 1)).as("last event").isInstanceOf(ProviderEvent.Finished.class);
    }

    private static void failedTerminal(KitRun run) {
        run.arrange(Situation.ERROR_MID_STREAM, Mode.STREAM);
        StreamProbe<ProviderEvent> probe = run.streamToEnd();
        run.patience.aMoment();
        assertThat(probe.assertRulesKept().terminals()).as("terminal signals").isEqualTo(1);
        assertThat(probe.error()).as("failure").isPresent();
    }

    private static void drip(KitRun run) {
        run.arrange(Situation.SLOW_DRIP, Mode.STREAM);
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        run.subscribe(probe);
        run.patience.until("the first piece", () -> !probe.text().isEmpty() || probe.terminals() > 0);
        assertThat(probe.terminals())
                .as("terminal signals when the first piece came")
                .isZero();
        run.awaitEnd(probe);
        assertThat(probe.assertRulesKept().text()).isEqualTo(ExpectedAnswer.TEXT);
    }

    private static void oneSubscriber(KitRun run) {
        run.arrange(Situation.PLAIN_ANSWER, Mode.STREAM);
        Flow.Publisher<ProviderEvent> stream = run.adapter.stream(run.call());
        StreamProbe<ProviderEvent> first = StreamProbe.unbounded();
        StreamProbe<ProviderEvent> second = StreamProbe.unbounded();
        stream.subscribe(first);
        try {
            stream.subscribe(second);
            run.patience.until("the second subscriber to be refused", () -> second.terminals() > 0);
            assertThat(second.error())
                    .as("what the second subscriber is told")
                    .containsInstanceOf(IllegalStateException.class);
        } catch (IllegalStateException refused) {
            assertThat(second.terminals()).as("terminal signals of the second").isZero();
        }
        run.awaitEnd(first);
        assertThat(first.assertRulesKept().text()).isEqualTo(ExpectedAnswer.TEXT);
        assertThat(second.events()).as("events of the second").isEmpty();
        assertThat(run.subject.backendCalls()).as("calls at the backend").isEqualTo(1);
    }

    private static void cancelHanging(KitRun run) {
        run.arrange(Situation.HANG, Mode.STREAM);
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        run.subscribe(probe);
        run.awaitBackendCalls(1);
        cancel(run, probe);
    }

    private static void cancelDrip(KitRun run) {
        cancelAfterFirstPiece(run, Situation.SLOW_DRIP);
    }

    private static void cancelSilent(KitRun run) {
        cancelAfterFirstPiece(run, Situation.HANG_MID_STREAM);
    }

    private static void cancelAfterFirstPiece(KitRun run, Situation situation) {
        run.arrange(situation, Mode.STREAM);
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        run.subscribe(probe);
        run.patience.until("the first piece", () -> !probe.text().isEmpty());
        cancel(run, probe);
    }

    private static void cancel(KitRun run, StreamProbe<ProviderEvent> probe) {
        assertThat(probe.terminals()).as("terminal signals before cancelling").isZero();
        probe.cancel();
        probe.cancel();
        run.patience.until("the backend to see the call dropped", () -> run.subject.cancelledCalls() == 1);
        run.patience.aMoment();
        probe.assertRulesKept();
    }
}

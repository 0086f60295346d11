package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.Signal;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stream protocol over random sequences of provider signals, legal and illegal, with random demand and cancellation.
 * Each run of a thousand cases follows from one seed, which a failure names with the case.
 */
class StreamProtocolProperties {
    private static final List<String> TARGETS = List.of("a", "b", "c");
    private static final Duration PAST_EVERYTHING = Duration.ofMinutes(10);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomSignals_keepTheProtocol(long seed) {
        RandomCases.run(seed, Case::new);
    }

    /** One router, one stream, three targets with a random script each. */
    private static final class Case implements RandomCases.Case {
        private final SplittableRandom random;
        private final ManualClock clock = ManualClock.create();
        private final ScriptedProvider provider = ScriptedProvider.create(clock);
        private final List<String> script = new ArrayList<>();
        private final List<String> sent = new ArrayList<>();

        Case(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public void run() {
            for (String target : TARGETS) {
                provider.on(target).signals(signals(target));
            }
            HybridRouter router = Routers.over(clock, provider, TARGETS.toArray(new String[0]))
                    .build();
            boolean cancels = random.nextInt(4) == 0;
            StreamProbe<StreamEvent> probe = StreamProbe.requesting(1 + random.nextInt(3));
            router.stream(RouteRequest.of("hi")).subscribe(probe);
            for (int i = random.nextInt(6); i > 0; i--) {
                clock.advance(Duration.ofMillis(random.nextInt(4_000)));
                probe.request(1 + random.nextInt(3));
            }
            if (cancels) {
                probe.cancel();
            }
            probe.request(Long.MAX_VALUE);
            clock.advance(PAST_EVERYTHING);
            check(probe, cancels);
            router.close();
        }

        private void check(StreamProbe<StreamEvent> probe, boolean cancelled) {
            probe.assertRulesKept();
            assertThat(clock.pendingTasks()).as("timers left").isZero();
            assertThat(provider.history()).as("attempts").hasSizeBetween(1, 4);
            if (!cancelled) {
                assertThat(probe.isComplete()).as("completed").isTrue();
            }
            String text = text(probe.events());
            assertThat(sent)
                    .as("the caller sees one target's text from its beginning")
                    .anyMatch(whole -> whole.startsWith(text));
            Optional<RouteResult> result = Modes.closed(probe.events());
            if (result.isPresent()) {
                assertThat(probe.events().indexOf(new StreamEvent.Closed(result.get())))
                        .as("closed comes last")
                        .isEqualTo(probe.events().size() - 1);
                checkResult(result.get(), text);
            }
        }

        private void checkResult(RouteResult result, String text) {
            if (result instanceof RouteResult.Answered answered) {
                assertThat(answered.text()).isEqualTo(text).isNotEmpty();
                assertThat(script)
                        .as("only a whole answer counts")
                        .contains(answered.target() + ": finished, complete");
            } else if (result instanceof RouteResult.Failed failed) {
                assertThat(failed.delivered().text()).isEqualTo(text);
            }
        }

        private static String text(List<StreamEvent> events) {
            StringBuilder text = new StringBuilder();
            for (StreamEvent event : events) {
                if (event instanceof StreamEvent.Content content && content.delta() instanceof Delta.TextDelta delta) {
                    text.append(delta.text());
                }
            }
            return text.toString();
        }

        /** A random script: pieces and pauses, then one of many ends, sometimes followed by what must not follow. */
        private Signal[] signals(String target) {
            List<Signal> signals = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(5); i > 0; i--) {
                signals.add(piece(target, text));
                if (random.nextInt(4) == 0) {
                    signals.add(Signal.pause(Duration.ofMillis(1 + random.nextInt(15_000))));
                }
            }
            sent.add(text.toString());
            end(target, signals);
            if (random.nextInt(3) == 0) {
                signals.add(anything());
            }
            return signals.toArray(new Signal[0]);
        }

        private Signal piece(String target, StringBuilder text) {
            return switch (random.nextInt(5)) {
                case 0 -> Signal.text("");
                case 1 -> Signal.event(new ProviderEvent.Piece(new Delta.ToolUseStarted(9, "id", "tool")));
                default -> {
                    String piece = target + text.length() + " ";
                    text.append(piece);
                    yield Signal.text(piece);
                }
            };
        }

        private void end(String target, List<Signal> signals) {
            switch (random.nextInt(7)) {
                case 0 -> signals.add(Signal.complete());
                case 1 -> signals.add(Signal.error(new ProviderException(anyKind(), "scripted")));
                case 2 -> signals.add(Signal.error(new IllegalStateException("untyped")));
                case 3 -> signals.add(Signal.pause(Duration.ofSeconds(35)));
                case 4 -> {
                    signals.add(Signal.finished());
                    signals.add(Signal.error(new ProviderException(anyKind(), "after the end")));
                }
                default -> {
                    signals.add(Signal.finished());
                    signals.add(Signal.complete());
                    script.add(target + ": finished, complete");
                }
            }
        }

        private Signal anything() {
            return switch (random.nextInt(5)) {
                case 0 -> Signal.complete();
                case 1 -> Signal.error(new IllegalStateException("twice"));
                case 2 -> Signal.subscribeAgain();
                case 3 -> Signal.event(new ProviderEvent.Finished(StopReason.END_TURN, TokenUsage.of(1, 1)));
                default -> Signal.text("late");
            };
        }

        private FailureKind anyKind() {
            FailureKind[] kinds = FailureKind.values();
            return kinds[random.nextInt(kinds.length)];
        }

        @Override
        public String toString() {
            return "attempts " + provider.history();
        }
    }
}

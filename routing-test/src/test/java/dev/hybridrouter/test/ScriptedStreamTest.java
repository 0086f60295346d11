package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class ScriptedStreamTest {
    private static final String UNSCRIPTED = "no script for this PRIMARY call of target \"eu\""
            + " (expected: provider.on(\"eu\").reply(\"..\") or another step, before the call)";
    private final ManualClock clock = ManualClock.create();
    private final ScriptedProvider provider = ScriptedProvider.create(clock);
    private final StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();

    @Test
    void stream_whenAReplyIsScripted_deliversPiecesFinishedAndCompletion() {
        provider.on("eu").reply("hel", "lo").tokens(12, 3);

        stream().subscribe(probe);

        assertThat(probe.text()).isEqualTo("hello");
        ProviderEvent last = probe.events().get(2);
        assertThat(((ProviderEvent.Finished) last).usage()).isEqualTo(TokenUsage.of(12, 3));
        assertThat(probe.isComplete()).isTrue();
        assertThat(probe.assertRulesKept().terminals()).isEqualTo(1);
    }

    @Test
    void stream_whenNotSubscribedTo_isNoCall() {
        provider.on("eu").reply("x");

        Flow.Publisher<ProviderEvent> stream = stream();
        assertThat(provider.history()).isEmpty();
        stream.subscribe(probe);

        assertThat(provider.history()).hasSize(1);
        assertThat(provider.history().get(0).mode()).isEqualTo(Mode.STREAM);
    }

    @Test
    void stream_whenGapsAreScripted_deliversEachPieceInItsTime() {
        provider.on("eu").reply("a", "b", "c").after(Duration.ofMillis(100)).every(Duration.ofMillis(10));

        stream().subscribe(probe);

        clock.advance(Duration.ofMillis(99));
        assertThat(probe.text()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(probe.text()).isEqualTo("a");
        clock.advance(Duration.ofMillis(10));
        assertThat(probe.text()).isEqualTo("ab");
        assertThat(probe.isComplete()).isFalse();
        clock.advance(Duration.ofMillis(10));
        assertThat(probe.text()).isEqualTo("abc");
        assertThat(probe.isComplete()).isTrue();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void stream_whenDemandIsSmall_deliversNoMore() {
        provider.on("eu").reply("a", "b", "c");
        StreamProbe<ProviderEvent> slow = StreamProbe.requesting(0);

        stream().subscribe(slow);
        assertThat(slow.events()).isEmpty();
        slow.request(1);
        assertThat(slow.text()).isEqualTo("a");
        slow.request(3);

        assertThat(slow.text()).isEqualTo("abc");
        assertThat(slow.isComplete()).isTrue();
        slow.assertRulesKept();
    }

    @Test
    void stream_whenScriptedToFail_deliversThePiecesBefore() {
        provider.on("eu").reply("a", "b", "c").every(Duration.ofMillis(10)).failAfter(2, FailureKind.THROTTLED);

        stream().subscribe(probe);
        clock.advance(Duration.ofMillis(19));
        assertThat(probe.error()).isEmpty();
        clock.advance(Duration.ofMillis(1));

        assertThat(probe.text()).isEqualTo("ab");
        assertThat(probe.error()).get().isInstanceOf(ProviderException.class);
        assertThat(provider.history().get(0).state()).isEqualTo(ScriptedCall.State.FAILED);
        assertThat(provider.history().get(0).delivered()).isEqualTo(2);
    }

    @Test
    void stream_whenTruncated_completesWithoutFinished() {
        provider.on("eu").reply("a", "b").truncateAfter(1);

        stream().subscribe(probe);

        assertThat(probe.events()).hasSize(1);
        assertThat(probe.isComplete()).isTrue();
    }

    @Test
    void stream_whenHanging_isEndedByTheTest() {
        provider.on("eu").reply("a", "b").hangAfter(1);

        stream().subscribe(probe);
        clock.advance(Duration.ofDays(1));
        assertThat(probe.terminals()).isZero();
        provider.completeNext("!");

        assertThat(probe.text()).isEqualTo("a!");
        assertThat(probe.isComplete()).isTrue();
    }

    @Test
    void stream_whenHanging_isFailedByTheTest() {
        provider.on("eu").hang();

        stream().subscribe(probe);
        provider.failNext(FailureKind.UNAVAILABLE);

        assertThat(probe.error()).isPresent();
        assertThat(provider.inFlight()).isZero();
    }

    @Test
    void stream_whenCancelled_stopsAndLeavesNoTask() {
        provider.on("eu").reply("a", "b").every(Duration.ofMillis(10));

        stream().subscribe(probe);
        probe.cancel();
        clock.advance(Duration.ofSeconds(1));

        assertThat(probe.text()).isEqualTo("a");
        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(clock.pendingTasks()).isZero();
        assertThat(probe.assertRulesKept().terminals()).isZero();
    }

    @Test
    void stream_whenHeadersAreScripted_deliversThemAsTheyAre() {
        Delta header = new Delta.TextDelta(0, "");
        provider.on("eu").deltas(header, new Delta.TextDelta(0, "x"));

        stream().subscribe(probe);

        assertThat(probe.events().get(0)).isEqualTo(new ProviderEvent.Piece(header));
        assertThat(probe.text()).isEqualTo("x");
    }

    @Test
    void stream_whenContentIsScripted_cutsItIntoPieces() {
        Content.ToolUse tool = new Content.ToolUse("t1", "lookup", Json.object("{}"));
        provider.on("eu").content(new Content.Reasoning("hm", "sig"), tool);

        stream().subscribe(probe);

        assertThat(probe.events())
                .startsWith(
                        new ProviderEvent.Piece(new Delta.ReasoningDelta(0, "hm")),
                        new ProviderEvent.Piece(new Delta.ReasoningSignature(0, "sig")),
                        new ProviderEvent.Piece(new Delta.ToolUseStarted(1, "t1", "lookup")),
                        new ProviderEvent.Piece(new Delta.ToolInputDelta(1, "{}")),
                        new ProviderEvent.Piece(new Delta.BlockCompleted(1, tool)));
        assertThat(((ProviderEvent.Finished) probe.events().get(5)).stopReason())
                .isEqualTo(StopReason.TOOL_USE);
    }

    @Test
    void stream_whenEmpty_finishesWithoutPiece() {
        provider.on("eu").content();

        stream().subscribe(probe);

        assertThat(probe.events()).hasSize(1);
        assertThat(probe.isComplete()).isTrue();
    }

    @Test
    void stream_whenSubscribedToTwice_refusesTheSecond() {
        provider.on("eu").reply("x");
        StreamProbe<ProviderEvent> second = StreamProbe.unbounded();
        Flow.Publisher<ProviderEvent> stream = stream();

        stream.subscribe(probe);
        stream.subscribe(second);

        assertThat(second.error()).get().isInstanceOf(IllegalStateException.class);
        assertThat(second.events()).isEmpty();
        assertThat(provider.history()).hasSize(1);
    }

    @Test
    void stream_whenNoRuleMatches_failsAndSaysHowToScriptIt() {
        stream().subscribe(probe);

        assertThat(probe.error()).get().hasToString(new ProviderException(FailureKind.OTHER, UNSCRIPTED).toString());
        assertThat(provider.unmatched()).hasSize(1);
    }

    @Test
    void stream_whenRequestIsNotPositive_failsAsTheRulesSay() {
        provider.on("eu").reply("x");
        StreamProbe<ProviderEvent> bad = StreamProbe.requesting(0);

        stream().subscribe(bad);
        bad.request(0);

        assertThat(bad.error()).get().isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stream_whenSignalsAreScripted_sendsThemWhateverTheRules() {
        provider.on("eu")
                .signals(
                        Signal.text("a"),
                        Signal.complete(),
                        Signal.pause(Duration.ofMillis(5)),
                        Signal.finished(),
                        Signal.error(new IllegalStateException("late")),
                        Signal.subscribeAgain());
        StreamProbe<ProviderEvent> silent = StreamProbe.requesting(0);

        stream().subscribe(silent);
        assertThat(silent.terminals()).isEqualTo(1);
        clock.advance(Duration.ofMillis(5));

        assertThat(silent.terminals()).isEqualTo(2);
        assertThat(silent.breaches())
                .containsExactly(
                        "1 events where 0 were requested",
                        "onNext after the terminal signal",
                        "2 events where 0 were requested",
                        "onError after the terminal signal",
                        "a second onSubscribe");
    }

    @Test
    void stream_whenABugIsScripted_showsIt() {
        provider.on("eu").raise(new IllegalStateException("bug")).then().returnNull();

        assertThatThrownBy(this::stream).hasMessage("bug");
        assertThat(stream()).isNull();
    }

    private Flow.Publisher<ProviderEvent> stream() {
        return provider.stream(Calls.to(provider, "eu"));
    }
}

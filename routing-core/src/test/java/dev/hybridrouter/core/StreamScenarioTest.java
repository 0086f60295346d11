package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stream protocol, case by case. */
@ExtendWith(HybridRouterExtension.class)
class StreamScenarioTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final ManualClock clock;
    private final ScriptedProvider provider;

    StreamScenarioTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router() {
        return Routers.over(clock, provider, "a", "b").build();
    }

    private StreamProbe<StreamEvent> stream(HybridRouter router) {
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(probe);
        return probe;
    }

    private static RouteResult result(StreamProbe<StreamEvent> probe) {
        probe.assertRulesKept();
        assertThat(probe.isComplete()).isTrue();
        return Modes.closed(probe.events()).orElseThrow();
    }

    private static String text(StreamProbe<StreamEvent> probe) {
        StringBuilder text = new StringBuilder();
        for (StreamEvent event : probe.events()) {
            if (event instanceof StreamEvent.Content content && content.delta() instanceof Delta.TextDelta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }

    @Test
    void stream_whenAllGoesWell_opensDeliversAndCloses() {
        provider.on("a").reply("Hel", "lo").tokens(3, 2);

        StreamProbe<StreamEvent> probe = stream(router());

        assertThat(probe.events().get(0)).isInstanceOf(StreamEvent.Opened.class);
        assertThat(text(probe)).isEqualTo("Hello");
        RouteResult.Answered answered = result(probe).orElseThrow();
        assertThat(answered.text()).isEqualTo("Hello");
        assertThat(answered.response().usage().output()).hasValue(2);
    }

    @Test
    void stream_whenItBreaksAfterContent_deliversTheTextOnceAndCallsNobodyElse() {
        provider.on("a").reply("Hel", "lo").failAfter(1, FailureKind.THROTTLED);
        provider.on("b").reply("must not be asked");

        StreamProbe<StreamEvent> probe = stream(router());

        assertThat(text(probe)).isEqualTo("Hel");
        RouteResult.Failed failed = (RouteResult.Failed) result(probe);
        assertThat(failed).failedWith(FailureKind.THROTTLED).neverTouched("b");
        assertThat(failed.delivered().text()).isEqualTo("Hel");
        assertThat(failed.delivered().usage().estimated()).isTrue();
        assertThat(failed.delivered().usage().output()).hasValue(1);
    }

    @Test
    void stream_whenItBreaksBeforeContent_fallsBackUnseen() {
        provider.on("a")
                .deltas(new Delta.ToolUseStarted(0, "t1", "clock"), new Delta.TextDelta(1, ""))
                .failAfter(2, FailureKind.OTHER);
        provider.on("b").reply("Hello");

        StreamProbe<StreamEvent> probe = stream(router());

        assertThat(probe.events().get(0)).isEqualTo(new StreamEvent.Opened(targetId("b")));
        assertThat(probe.events()).hasSize(3);
        assertThat(result(probe)).servedBy("b").attempted("a", "b");
    }

    @Test
    void toolHeader_isHeldBackUntilItsInputArrives() {
        Delta header = new Delta.ToolUseStarted(0, "t1", "clock");
        Delta input = new Delta.ToolInputDelta(0, "{}");
        Delta whole = new Delta.BlockCompleted(0, new Content.ToolUse("t1", "clock", Json.object("{}")));
        provider.on("a").deltas(header, input, whole);

        StreamProbe<StreamEvent> probe = stream(router());

        assertThat(probe.events().subList(1, 4))
                .containsExactly(
                        new StreamEvent.Content(header),
                        new StreamEvent.Content(input),
                        new StreamEvent.Content(whole));
        assertThat(result(probe).orElseThrow().response().toolUses()).hasSize(1);
    }

    @Test
    void stream_withoutStopMessage_isAFailure() {
        provider.on("a").reply("Hel", "lo").truncateAfter(2);

        StreamProbe<StreamEvent> probe = stream(router());

        assertThat(text(probe)).isEqualTo("Hello");
        assertThat(result(probe)).failedWith(FailureKind.STREAM_BROKEN);
    }

    @Test
    void firstContentTooLate_fallsBack() {
        provider.on("a").reply("late").after(Duration.ofSeconds(25));
        provider.on("b").reply("Hello").after(Duration.ofSeconds(1));
        HybridRouter router = router();
        StreamProbe<StreamEvent> probe = stream(router);

        clock.advance(Duration.ofSeconds(22));

        assertThat(result(probe)).servedBy("b").attempted("a", "b").within(Duration.ofSeconds(22));
        assertThat(provider.cancelled()).isEqualTo(1);
    }

    @Test
    void deadlineInTheMiddle_endsTheStreamWithWhatWasDelivered() {
        provider.on("a").reply("one ", "two ", "three ", "four").every(Duration.ofSeconds(14));

        StreamProbe<StreamEvent> probe = stream(router());
        clock.advance(Duration.ofSeconds(30));

        RouteResult.Failed failed = (RouteResult.Failed) result(probe);
        assertThat(failed).failedWith(FailureKind.TIMEOUT).within(Duration.ofSeconds(30));
        assertThat(failed.delivered().text()).isEqualTo(text(probe)).startsWith("one two ");
        assertThat(provider.cancelled()).isEqualTo(1);
    }

    @Test
    void demand_isHonouredFromEndToEnd() {
        provider.on("a").reply("1", "2", "3", "4", "5", "6", "7", "8");
        StreamProbe<StreamEvent> probe = StreamProbe.requesting(3);
        router().stream(REQUEST).subscribe(probe);

        assertThat(probe.events()).hasSize(3);
        assertThat(provider.calls("a").get(0).delivered()).isLessThanOrEqualTo(4);

        probe.request(100);
        assertThat(text(probe)).isEqualTo("12345678");
        assertThat(result(probe)).servedBy("a");
    }

    @Test
    void cancel_reachesTheProviderAndNothingFollows() {
        provider.on("a").reply("one ", "two ", "three ").every(Duration.ofSeconds(1));
        HybridRouter router = router();
        StreamProbe<StreamEvent> probe = stream(router);
        clock.advance(Duration.ofMillis(1_500));
        int seen = probe.events().size();

        probe.cancel();
        clock.advance(Duration.ofSeconds(10));

        assertThat(probe.events()).hasSize(seen);
        assertThat(probe.terminals()).isZero();
        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void requestOfZero_isRefusedAndCancelsTheCall() {
        provider.on("a").reply("one ", "two ").every(Duration.ofSeconds(1));
        StreamProbe<StreamEvent> probe = StreamProbe.requesting(1);
        router().stream(REQUEST).subscribe(probe);

        probe.request(0);

        assertThat(probe.error().orElseThrow())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("request: 0 (expected: >= 1)");
        assertThat(provider.cancelled()).isEqualTo(1);
    }

    @Test
    void secondSubscriber_isRefused() {
        provider.on("a").reply("Hello");
        Flow.Publisher<StreamEvent> stream = router().stream(REQUEST);
        stream.subscribe(StreamProbe.unbounded());

        StreamProbe<StreamEvent> second = StreamProbe.unbounded();
        stream.subscribe(second);

        assertThat(second.error().orElseThrow()).isInstanceOf(IllegalStateException.class);
        assertThat(provider.history()).hasSize(1);
    }

    @Test
    void subscriberThatThrows_cancelsTheCallAndHearsNoMore() {
        provider.on("a").reply("one ", "two ", "three ").every(Duration.ofSeconds(1));
        List<StreamEvent> seen = new ArrayList<>();
        router().stream(REQUEST).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(StreamEvent event) {
                seen.add(event);
                throw new IllegalStateException("a bug of the caller");
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });

        clock.advance(Duration.ofSeconds(10));

        assertThat(seen).hasSize(1);
        assertThat(provider.cancelled()).isEqualTo(1);
    }

    private static TargetId targetId(String name) {
        return new TargetId(name);
    }
}

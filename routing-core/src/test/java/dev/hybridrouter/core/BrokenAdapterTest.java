package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Adapters that break the rules of futures and subscriptions: the request goes on, and the target is free again. */
@ExtendWith(HybridRouterExtension.class)
class BrokenAdapterTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final List<Integer> inFlight = new ArrayList<>();

    BrokenAdapterTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.on("b").reply("from b");
    }

    private static void bug() {
        throw new IllegalStateException("a bug of the adapter");
    }

    /** A future that nobody completes and nobody can cancel. */
    private static CompletableFuture<ModelResponse> stubborn() {
        return new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                bug();
                return false;
            }
        };
    }

    private HybridRouter router(Consumer<Flow.Subscriber<? super ProviderEvent>> onSubscribe) {
        return HybridRouterBuilder.create()
                .adapter(new StubAdapter(BrokenAdapterTest::stubborn, onSubscribe))
                .adapter(provider)
                .target(StubAdapter.target("a"))
                .target(provider.target("b").build())
                .constraint((request, view) -> {
                    inFlight.add(view.health().inFlight());
                    return Optional.empty();
                })
                .clock(clock)
                .scheduler(clock)
                .build();
    }

    private static Consumer<Flow.Subscriber<? super ProviderEvent>> hanging(Flow.Subscription subscription) {
        return subscriber -> subscriber.onSubscribe(subscription);
    }

    private void assertNothingInFlight(HybridRouter router) {
        inFlight.clear();
        router.explain(REQUEST);
        assertThat(inFlight).containsOnly(0);
        assertThat(clock.pendingTasks()).isZero();
    }

    private RouteResult streamed(HybridRouter router) {
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(probe);
        probe.assertRulesKept();
        return Modes.closed(probe.events()).orElseThrow(() -> new AssertionError("the stream has not ended"));
    }

    private static FailureKind firstFailure(RouteResult result) {
        Attempt first = result.decision().attempts().get(0);
        return first.failure().orElseThrow().kind();
    }

    @ParameterizedTest
    @EnumSource
    void cancelThatThrows_whenTheTimeIsOver_goesToTheNextTarget(Modes mode) {
        HybridRouter router = router(hanging(StubAdapter.subscription(() -> {}, BrokenAdapterTest::bug)));
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        clock.advance(Duration.ofSeconds(30));

        assertThat(call.get().orElseThrow()).servedBy("b").attempted("a", "b");
        assertNothingInFlight(router);
    }

    @ParameterizedTest
    @EnumSource
    void cancelThatThrows_whenTheRouterIsClosed_endsTheCall(Modes mode) {
        HybridRouter router = router(hanging(StubAdapter.subscription(() -> {}, BrokenAdapterTest::bug)));
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        router.close();

        assertThat(call.get().orElseThrow()).failedWith(FailureKind.CANCELLED);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void cancelThatThrows_whenTheSubscriberCancels_endsTheCall() {
        RecordingListener told = new RecordingListener();
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(new StubAdapter(
                        BrokenAdapterTest::stubborn,
                        hanging(StubAdapter.subscription(() -> {}, BrokenAdapterTest::bug))))
                .target(StubAdapter.target("a"))
                .listener(told)
                .clock(clock)
                .scheduler(clock)
                .build();
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(probe);

        probe.cancel();

        assertThat(told.lines()).containsExactly("request", "attempt a", "a CANCELLED", "failed");
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void requestThatThrows_goesToTheNextTarget() {
        HybridRouter router = router(hanging(StubAdapter.subscription(BrokenAdapterTest::bug, () -> {})));

        RouteResult result = streamed(router);

        assertThat(result).servedBy("b").attempted("a", "b");
        assertThat(firstFailure(result)).isEqualTo(FailureKind.OTHER);
        assertNothingInFlight(router);
    }

    @Test
    @SuppressWarnings("NullAway") // the bug
    void errorWithoutException_goesToTheNextTarget() {
        HybridRouter router = router(subscriber -> {
            subscriber.onSubscribe(StubAdapter.subscription(() -> {}, () -> {}));
            subscriber.onError(null);
        });

        RouteResult result = streamed(router);

        assertThat(result).servedBy("b").attempted("a", "b");
        assertThat(firstFailure(result)).isEqualTo(FailureKind.OTHER);
        assertNothingInFlight(router);
    }

    @Test
    @SuppressWarnings("NullAway") // the bug
    void noSubscription_goesToTheNextTarget() {
        HybridRouter router = router(subscriber -> subscriber.onSubscribe(null));

        RouteResult result = streamed(router);

        assertThat(result).servedBy("b").attempted("a", "b");
        assertThat(firstFailure(result)).isEqualTo(FailureKind.OTHER);
        assertNothingInFlight(router);
    }

    @Test
    void secondSubscriptionThatCannotBeCancelled_doesNotDisturbTheFirst() {
        HybridRouter router = router(subscriber -> {
            subscriber.onSubscribe(StubAdapter.subscription(() -> {}, () -> {}));
            subscriber.onSubscribe(StubAdapter.subscription(() -> {}, BrokenAdapterTest::bug));
            subscriber.onNext(new ProviderEvent.Piece(new Delta.TextDelta(0, "from a")));
            subscriber.onNext(new ProviderEvent.Finished(StopReason.END_TURN, TokenUsage.of(1, 1), null));
            subscriber.onComplete();
        });

        assertThat(streamed(router)).servedBy("a");
        assertNothingInFlight(router);
    }
}

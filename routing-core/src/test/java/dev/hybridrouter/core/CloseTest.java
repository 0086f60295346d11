package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.TaskScheduler;
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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing at once: what becomes of calls in flight, later calls and what the router holds. */
@ExtendWith(HybridRouterExtension.class)
class CloseTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final ManualClock clock;
    private final ScriptedProvider provider;

    CloseTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router() {
        return Routers.over(clock, provider, "a").build();
    }

    /** A router that closes an adapter so. */
    private HybridRouterBuilder closing(Runnable onClose) {
        return HybridRouterBuilder.create()
                .adapter(new WatchedAdapter(provider, () -> {}, onClose))
                .target(provider.target("a").build())
                .clock(clock)
                .scheduler(clock);
    }

    private static RouteResult ended(Supplier<Optional<RouteResult>> call) {
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    private static StreamProbe<StreamEvent> stream(HybridRouter router) {
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(probe);
        return probe;
    }

    @ParameterizedTest
    @EnumSource
    void close_whenCallsAreInFlight_cancelsThem(Modes mode) {
        provider.on("a").hang();
        HybridRouter router = router();
        List<Supplier<Optional<RouteResult>>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(mode.begin(router, REQUEST));
        }

        router.close();

        assertThat(calls).allSatisfy(call -> assertThat(ended(call)).failedWith(FailureKind.CANCELLED));
        assertThat(provider.cancelled()).isEqualTo(3);
        assertThat(clock.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void close_whenCallsAwaitARetry_cancelsThem(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(2));
        HybridRouter router = router();
        var call = mode.begin(router, REQUEST);

        router.close();

        assertThat(ended(call)).failedWith(FailureKind.CANCELLED).attempted("a");
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void close_whenAStreamHasDelivered_endsItOnceWithWhatWasDelivered() {
        provider.on("a").reply("hel", "lo").hangAfter(1);
        HybridRouter router = router();
        StreamProbe<StreamEvent> probe = stream(router);

        router.close();

        probe.assertRulesKept();
        assertThat(probe.terminals()).isEqualTo(1);
        RouteResult.Failed failed =
                (RouteResult.Failed) Modes.closed(probe.events()).orElseThrow();
        assertThat(failed).failedWith(FailureKind.CANCELLED);
        assertThat(failed.delivered().text()).isEqualTo("hel");
    }

    @Test
    void close_whenASubscriberHasNoDemand_keepsTheEndForIt() {
        provider.on("a").hang();
        HybridRouter router = router();
        StreamProbe<StreamEvent> probe = StreamProbe.requesting(0);
        router.stream(REQUEST).subscribe(probe);

        router.close();
        assertThat(probe.events()).isEmpty();
        probe.request(1);

        probe.assertRulesKept();
        assertThat(probe.terminals()).isEqualTo(1);
        assertThat(Modes.closed(probe.events())).isPresent();
    }

    @Test
    void close_whenACallIsInFlight_completesItsFutureOnce() {
        provider.on("a").hang();
        HybridRouter router = router();
        AtomicInteger ends = new AtomicInteger();
        CompletableFuture<Integer> seen = router.routeAsync(REQUEST).thenApply(result -> ends.incrementAndGet());

        router.close();

        assertThat(seen).isCompletedWithValue(1);
        assertThatThrownBy(() -> provider.completeNext("too late")).isInstanceOf(IllegalStateException.class);
        assertThat(ends).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void close_closesTheAdapterWhenNothingIsInFlightAnyMore(Modes mode) {
        provider.on("a").hang();
        List<Integer> inFlightAtClose = new ArrayList<>();
        HybridRouter router =
                closing(() -> inFlightAtClose.add(provider.inFlight())).build();
        var call = mode.begin(router, REQUEST);

        router.close();

        assertThat(ended(call)).failedWith(FailureKind.CANCELLED);
        assertThat(inFlightAtClose).containsExactly(0);
        assertThat(provider.isClosed()).isTrue();
    }

    @Test
    void close_whenCalledAgain_doesNothing() {
        AtomicInteger closings = new AtomicInteger();
        HybridRouter router = closing(closings::incrementAndGet).build();

        router.close();
        router.close();
        router.close(Duration.ofSeconds(1));

        assertThat(closings).hasValue(1);
    }

    @Test
    void close_whenAnAdapterThrows_closesTheOthersAndTells() {
        ScriptedProvider second = ScriptedProvider.create("second", clock);
        ScriptedProvider third = ScriptedProvider.create("third", clock);
        IllegalStateException firstBug = new IllegalStateException("first");
        IllegalStateException secondBug = new IllegalStateException("second");
        HybridRouter router = closing(() -> {
                    throw firstBug;
                })
                .adapter(new WatchedAdapter(second, () -> {}, () -> {
                    throw secondBug;
                }))
                .adapter(third)
                .build();

        assertThatThrownBy(router::close).isSameAs(firstBug).hasSuppressedException(secondBug);

        assertThat(third.isClosed()).isTrue();
        assertThatCode(router::close).doesNotThrowAnyException();
    }

    @Test
    void close_leavesTheHostsSchedulerRunning() {
        ScheduledExecutorService executor = clock.scheduledExecutor();
        HybridRouter router = Routers.over(clock, provider, "a")
                .scheduler(TaskScheduler.over(executor))
                .build();

        router.close();

        assertThat(executor.isShutdown()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void callAfterClose_isRejectedWithoutAskingAnyone(Modes mode) {
        HybridRouter router = router();
        router.close();

        RouteResult result = ended(mode.begin(router, REQUEST));

        assertThat(result).isRejectedFor(RejectionReason.ROUTER_CLOSED);
        assertThat(result.decision().outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(result.decision().attempts()).isEmpty();
        assertThat(provider.history()).isEmpty();
    }

    @Test
    void blockingCallAfterClose_isRejected() {
        HybridRouter router = router();
        router.close();

        assertThat(router.route(REQUEST)).isRejectedFor(RejectionReason.ROUTER_CLOSED);
    }

    @Test
    void streamMadeBeforeClose_whenSubscribedAfterwards_isRejected() {
        HybridRouter router = router();
        Flow.Publisher<StreamEvent> stream = router.stream(REQUEST);
        router.close();
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();

        stream.subscribe(probe);

        probe.assertRulesKept();
        assertThat(probe.events()).hasSize(1);
        assertThat(Modes.closed(probe.events()).orElseThrow()).isRejectedFor(RejectionReason.ROUTER_CLOSED);
        assertThat(probe.isComplete()).isTrue();
    }

    @Test
    @SuppressWarnings("NullAway") // what the contract says of null
    void callAfterClose_whenTheRequestIsNull_isStillRefused() {
        HybridRouter router = router();
        router.close();

        assertThatThrownBy(() -> router.route(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("request");
    }

    @Test
    void close_whenCalledByTheEndOfACall_closes() {
        provider.on("a").reply("hello");
        HybridRouter router = router();

        CompletableFuture<Void> closed = router.routeAsync(REQUEST).thenRun(router::close);

        assertThat(closed).isCompleted();
        assertThat(provider.isClosed()).isTrue();
    }
}

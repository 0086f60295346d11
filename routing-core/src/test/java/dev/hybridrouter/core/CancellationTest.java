package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cancelling reaches the wire at whatever moment it comes. */
@ExtendWith(HybridRouterExtension.class)
class CancellationTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final List<RouteResult> ended = new ArrayList<>();

    CancellationTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder() {
        return Routers.over(clock, provider, "a")
                .listener(Events.on(RequestEnded.class, event -> ended.add(event.result())));
    }

    /** As a timer's thread does that is quicker than the one that set the timer: pauses end before schedule returns. */
    private TaskScheduler endingPausesAtOnce() {
        return (task, delayNanos) -> {
            if (delayNanos >= Duration.ofSeconds(1).toNanos()) {
                return clock.schedule(task, delayNanos);
            }
            task.run();
            return () -> {};
        };
    }

    @Test
    void cancel_whenTheTimerOutranItsPause_reachesTheAttemptAfterIt() {
        provider.on("a").fail(FailureKind.SERVER_ERROR).then().hang();
        HybridRouter router = builder().scheduler(endingPausesAtOnce()).build();
        var call = router.routeAsync(REQUEST);
        assertThat(provider.inFlight()).as("the retry").isEqualTo(1);

        call.cancel(true);

        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(ended).hasSize(1);
    }

    @Test
    void cancelledStream_whenTheTimerOutranItsPause_reachesTheAttemptAfterIt() {
        provider.on("a").fail(FailureKind.SERVER_ERROR).then().hang();
        HybridRouter router = builder().scheduler(endingPausesAtOnce()).build();
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(probe);
        assertThat(provider.inFlight()).as("the retry").isEqualTo(1);

        probe.cancel();

        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(ended).hasSize(1);
    }

    @Test
    void cancelInAPause_endsTheRequestAsCancelledAndNamesTheAttempt() {
        provider.on("a").throttle(Duration.ofSeconds(2));
        var call = builder().build().routeAsync(REQUEST);

        call.cancel(true);

        assertThat(ended).hasSize(1);
        assertThat(ended.get(0)).failedWith(FailureKind.CANCELLED).attempted("a");
    }

    @Test
    void cancelledStreamInAPause_endsTheRequestAsCancelled() {
        provider.on("a").throttle(Duration.ofSeconds(2));
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        builder().build().stream(REQUEST).subscribe(probe);

        probe.cancel();

        assertThat(ended).hasSize(1);
        assertThat(ended.get(0)).failedWith(FailureKind.CANCELLED).attempted("a");
        assertThat(probe.terminals()).isZero();
    }

    @Test
    void timeoutOfTheCallersFuture_cancelsTheCallOnTheWire() {
        provider.on("a").hang();
        var call = builder().build().routeAsync(REQUEST);

        call.completeExceptionally(new TimeoutException("as orTimeout does"));

        assertThat(call).isCompletedExceptionally();
        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(ended).hasSize(1);
    }

    @Test
    void completionByTheCaller_cancelsTheCallOnTheWire() {
        provider.on("a").hang();
        RouteResult theirs = Routers.over(clock, ScriptedProvider.create(clock), "a")
                .constraint((request, view) ->
                        Optional.of(Rejection.of(RejectionReason.CUSTOM, "not today", "come tomorrow")))
                .build()
                .route(REQUEST);
        var call = builder().build().routeAsync(REQUEST);

        assertThat(call.complete(theirs)).as("as completeOnTimeout does").isTrue();

        assertThat(call).isCompletedWithValue(theirs);
        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(ended).hasSize(1);
        assertThat(ended.get(0)).failedWith(FailureKind.CANCELLED);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void cancelAfterTheAnswer_changesNothing() throws Exception {
        provider.on("a").reply("hello");
        var call = builder().build().routeAsync(REQUEST);

        assertThat(call.cancel(true)).isFalse();

        assertThat(call.get(0, TimeUnit.NANOSECONDS)).servedBy("a");
        assertThat(provider.cancelled()).isZero();
        assertThat(ended).hasSize(1);
    }

    @Test
    void cancelOfADependentStage_leavesTheCallAlone() {
        provider.on("a").reply("hello").after(Duration.ofSeconds(1));
        var call = builder().build().routeAsync(REQUEST);

        call.thenApply(RouteResult::decision).cancel(true);
        clock.advance(Duration.ofSeconds(1));

        assertThat(call.join()).servedBy("a");
    }
}

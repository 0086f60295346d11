package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing with grace: calls in flight may end by themselves. */
@ExtendWith(HybridRouterExtension.class)
class GracefulCloseTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final Duration GRACE = Duration.ofSeconds(7);
    private static final long PATIENCE_SECONDS = 60;
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final HybridRouter router;
    private Thread closer = Thread.currentThread();
    private Runnable atEnd = () -> {};
    private boolean closedTooEarly;

    GracefulCloseTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        router = Routers.over(clock, provider, "a")
                .scheduler((task, delayNanos) -> {
                    var scheduled = clock.schedule(task, delayNanos);
                    if (delayNanos == GRACE.toNanos()) {
                        waiting.countDown();
                    }
                    return scheduled;
                })
                .listener(Events.on(RequestEnded.class, event -> atEnd.run()))
                .build();
    }

    /** Closes with grace on another thread; returns when that waits. Its result is whether it was interrupted. */
    private FutureTask<Boolean> close() throws InterruptedException {
        FutureTask<Boolean> closing = new FutureTask<>(() -> {
            router.close(GRACE);
            return Thread.currentThread().isInterrupted();
        });
        closer = new Thread(closing, "closing");
        closer.setDaemon(true);
        closer.start();
        assertThat(waiting.await(PATIENCE_SECONDS, SECONDS)).isTrue();
        return closing;
    }

    private static void awaitEnd(FutureTask<Boolean> closing) throws Exception {
        assertThat(closing.get(PATIENCE_SECONDS, SECONDS)).isFalse();
    }

    private static RouteResult ended(Supplier<Optional<RouteResult>> call) {
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    @ParameterizedTest
    @EnumSource
    void closeWithGrace_whenCallsEndInTime_waitsForAllAndCancelsNone(Modes mode) throws Exception {
        provider.on("a").hang();
        var first = mode.begin(router, REQUEST);
        var second = mode.begin(router, REQUEST);

        FutureTask<Boolean> closing = close();
        provider.completeNext("one");
        assertThat(closing.isDone()).isFalse();
        assertThat(provider.isClosed()).isFalse();
        provider.completeNext("two");
        awaitEnd(closing);

        assertThat(ended(first).orElseThrow().text()).isEqualTo("one");
        assertThat(ended(second).orElseThrow().text()).isEqualTo("two");
        assertThat(provider.isClosed()).isTrue();
        assertThat(clock.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void closeWithGrace_whenItIsOver_cancelsTheRest(Modes mode) throws Exception {
        provider.on("a").hang();
        var call = mode.begin(router, REQUEST);

        FutureTask<Boolean> closing = close();
        clock.advance(GRACE.minusMillis(1));
        assertThat(call.get()).isEmpty();
        assertThat(closing.isDone()).isFalse();
        clock.advance(Duration.ofMillis(1));
        awaitEnd(closing);

        assertThat(ended(call)).failedWith(FailureKind.CANCELLED);
        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(provider.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void closeWithGrace_whileItWaits_rejectsNewCalls(Modes mode) throws Exception {
        provider.on("a").hang();
        var call = mode.begin(router, REQUEST);

        FutureTask<Boolean> closing = close();
        assertThat(ended(mode.begin(router, REQUEST))).isRejectedFor(RejectionReason.ROUTER_CLOSED);
        provider.completeNext("hello");
        awaitEnd(closing);

        assertThat(ended(call)).isAnswered();
        assertThat(provider.history()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void closeWithGrace_whileItWaits_stillRetries(Modes mode) throws Exception {
        provider.on("a").throttle(Duration.ofSeconds(2)).then().reply("hello");
        var call = mode.begin(router, REQUEST);

        FutureTask<Boolean> closing = close();
        clock.advance(Duration.ofSeconds(2));
        awaitEnd(closing);

        assertThat(ended(call)).isAnswered().attempted("a", "a");
    }

    @ParameterizedTest
    @EnumSource
    void closeWithGrace_whenItsThreadIsInterrupted_closesAtOnceAndKeepsTheFlag(Modes mode) throws Exception {
        provider.on("a").hang();
        var call = mode.begin(router, REQUEST);
        FutureTask<Boolean> closing = close();

        closer.interrupt();

        assertThat(closing.get(PATIENCE_SECONDS, SECONDS)).as("flag").isTrue();
        assertThat(ended(call)).failedWith(FailureKind.CANCELLED);
        assertThat(provider.isClosed()).isTrue();
        assertThat(clock.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void closeWithoutGrace_whileAnotherWaits_endsTheWait(Modes mode) throws Exception {
        provider.on("a").hang();
        var call = mode.begin(router, REQUEST);
        FutureTask<Boolean> closing = close();

        router.close(GRACE);
        assertThat(call.get()).as("a second wait changes nothing").isEmpty();
        router.close();
        awaitEnd(closing);

        assertThat(ended(call)).failedWith(FailureKind.CANCELLED);
        assertThat(provider.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("ThreadPriorityCheck") // gives the closing thread the chance to come too early
    void closeWithGrace_releasesNothingBeforeTheListenersKnowTheEnd(Modes mode) throws Exception {
        provider.on("a").hang();
        atEnd = () -> {
            for (int i = 0; i < 100_000 && !provider.isClosed(); i++) {
                Thread.yield();
            }
            closedTooEarly = provider.isClosed();
        };
        var call = mode.begin(router, REQUEST);
        FutureTask<Boolean> closing = close();

        provider.completeNext("hello");
        awaitEnd(closing);

        assertThat(ended(call)).isAnswered();
        assertThat(closedTooEarly).isFalse();
    }

    @Test
    void closeWithGrace_whenNothingIsInFlight_returnsAtOnce() {
        provider.on("a").reply("hello");
        assertThat(router.route(REQUEST)).isAnswered();

        router.close(GRACE);

        assertThat(provider.isClosed()).isTrue();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void closeWithGrace_whenLongerThanAnyoneLives_stillCloses() {
        router.close(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(provider.isClosed()).isTrue();
    }

    @Test
    void closeWithGrace_whenNegative_isRefusedAndTheRouterStaysOpen() {
        provider.on("a").reply("hello");

        assertThatThrownBy(() -> router.close(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grace: PT-1S (expected: zero or longer)");

        assertThat(router.route(REQUEST)).isAnswered();
    }
}

package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code route} does to the thread that calls it. */
@ExtendWith(HybridRouterExtension.class)
@Timeout(60) // for a thread that is never woken
class BlockingCallTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final ParkingAdapter parking = new ParkingAdapter();

    BlockingCallTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter parkingRouter() {
        return HybridRouterBuilder.create()
                .adapter(parking)
                .target(ParkingAdapter.target("a"))
                .clock(clock)
                .scheduler(clock)
                .build();
    }

    /** Lets the calling thread be interrupted while its call to the target is on its way. */
    private boolean interruptCaller() {
        Thread.currentThread().interrupt();
        return true;
    }

    @Test
    void route_whenAnotherThreadEndsTheCall_returnsTheAnswer() throws Exception {
        HybridRouter router = parkingRouter();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<RouteResult> caller = threads.submit(() -> router.route(REQUEST));

            parking.take().complete(ParkingAdapter.answer("hello"));

            assertThat(caller.get()).servedBy("a");
            assertThat(caller.get().orElseThrow().text()).isEqualTo("hello");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void route_whenNoTargetAnswers_returnsAtTheDeadline() throws Exception {
        HybridRouter router = parkingRouter();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<RouteResult> caller = threads.submit(() -> router.route(REQUEST));
            CompletableFuture<ModelResponse> call = parking.take();
            while (!caller.isDone()) {
                clock.advance(Duration.ofSeconds(30));
            }

            assertThat(caller.get()).failedWith(FailureKind.TIMEOUT);
            assertThat(call).isCancelled();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void route_whenInterruptedWhileItWaits_cancelsTheCallAndKeepsTheFlag() throws Exception {
        HybridRouter router = parkingRouter();
        CompletableFuture<RouteResult> result = new CompletableFuture<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            result.complete(router.route(REQUEST));
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        CompletableFuture<ModelResponse> call = parking.take();

        caller.interrupt();
        caller.join();

        assertThat(result.join()).failedWith(FailureKind.CANCELLED).attempted("a");
        assertThat(flag).isTrue();
        assertThat(call).isCancelled();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void route_whenInterruptedBeforeItWaits_cancelsTheCallAndKeepsTheFlag() {
        provider.when(call -> interruptCaller()).hang();

        RouteResult result = Routers.over(clock, provider, "a").build().route(REQUEST);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).failedWith(FailureKind.CANCELLED).attempted("a");
        assertThat(provider.cancelled()).isEqualTo(1);
    }

    @Test
    void route_whenInterruptedButAnswered_returnsTheAnswerAndKeepsTheFlag() {
        provider.when(call -> interruptCaller()).reply("hello");

        RouteResult result = Routers.over(clock, provider, "a").build().route(REQUEST);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).servedBy("a");
    }

    @Test
    void route_whenInterruptedInAPause_isCancelledAndMakesNoFurtherAttempt() {
        provider.when(call -> interruptCaller()).throttle(Duration.ofSeconds(10));

        RouteResult result = Routers.over(clock, provider, "a").build().route(REQUEST);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).failedWith(FailureKind.CANCELLED).attempted("a");
        assertThat(result.decision().attempts().get(0).failure().orElseThrow().kind())
                .isEqualTo(FailureKind.THROTTLED);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void route_whenTheRequestIsNull_saysSo() {
        HybridRouter router = Routers.over(clock, provider, "a").build();

        assertThatThrownBy(() -> router.route(nothing()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("request: null (expected: a value)");
    }

    @SuppressWarnings("NullAway") // a host that is not null-checked
    private static RouteRequest nothing() {
        return null;
    }

    /** Were a carrier thread held while a call waits, a thousand calls could not be in flight at once. */
    @Test
    void route_fromAThousandThreads_letsThemAllWaitAtOnceAndAnswersEach() throws Exception {
        int callers = 1_000;
        HybridRouter router = parkingRouter();
        ExecutorService threads = Threads.virtualWhereThereAre();
        try {
            List<Future<RouteResult>> results = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                results.add(threads.submit(() -> router.route(REQUEST)));
            }
            List<CompletableFuture<ModelResponse>> inFlight = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                inFlight.add(parking.take());
            }

            inFlight.forEach(call -> call.complete(ParkingAdapter.answer("hello")));

            for (Future<RouteResult> result : results) {
                assertThat(result.get()).servedBy("a");
            }
            assertThat(clock.pendingTasks()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }
}

package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two thousand requests at once, from eight threads, on a clock that the test moves. */
@ExtendWith(HybridRouterExtension.class)
class ConcurrentRoutingTest {
    private static final int REQUESTS = 2_000;
    private static final int THREADS = 8;
    private static final RouteRequest REQUEST = RouteRequest.of("What colour is grass?");

    private final Map<String, Integer> inFlight = new ConcurrentHashMap<>();

    /** How long the providers take: nothing, so that callers end each other's calls, or until the clock is moved. */
    enum Pace {
        AT_ONCE_ASYNC(Modes.ASYNC, Duration.ZERO),
        AT_ONCE_STREAM(Modes.STREAM, Duration.ZERO),
        LATER_ASYNC(Modes.ASYNC, Duration.ofMillis(10)),
        LATER_STREAM(Modes.STREAM, Duration.ofMillis(10));

        private final Modes mode;
        private final Duration latency;

        Pace(Modes mode, Duration latency) {
            this.mode = mode;
            this.latency = latency;
        }
    }

    private HybridRouter router(ManualClock clock, ScriptedProvider provider) {
        return Routers.over(clock, provider, "first", "second")
                .strategies(RoutingStrategy.named("spy", (request, view, chance) -> {
                    inFlight.put(view.target().id().value(), view.health().inFlight());
                    return 0;
                }))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void oneTargetDead_everyRequestIsAnswered(Pace pace, ManualClock clock, ScriptedProvider provider) {
        provider.on("first").fail(FailureKind.UNAVAILABLE).after(pace.latency);
        provider.on("second").reply("green").after(pace.latency);
        HybridRouter router = router(clock, provider);

        List<RouteResult> cold = burst(router, clock, pace.mode);
        int attemptsWhenCold = provider.history().size();
        List<RouteResult> warm = burst(router, clock, pace.mode);
        int attemptsWhenOpen = provider.history().size() - attemptsWhenCold;

        assertThat(cold).hasSize(REQUESTS).allMatch(RouteResult.Answered.class::isInstance);
        assertThat(warm).hasSize(REQUESTS).allMatch(RouteResult.Answered.class::isInstance);
        assertThat(warm).allMatch(result -> result.decision().elapsed().compareTo(Duration.ofSeconds(30)) < 0);
        assertThat(attemptsWhenOpen).isLessThanOrEqualTo(REQUESTS * 12 / 10);
        checkNothingIsLeft(router, clock, provider);
    }

    @ParameterizedTest
    @EnumSource
    void allTargetsDead_everyCallerHearsOnceWhatWasTried(Pace pace, ManualClock clock, ScriptedProvider provider) {
        provider.onAny().fail(FailureKind.SERVER_ERROR).after(pace.latency);
        HybridRouter router = router(clock, provider);

        List<RouteResult> results = burst(router, clock, pace.mode);

        assertThat(results).hasSize(REQUESTS).noneMatch(RouteResult.Answered.class::isInstance);
        assertThat(results).allSatisfy(result -> {
            assertThat(result.decision().candidates()).hasSize(2);
            if (result instanceof RouteResult.Failed failed) {
                assertThat(failed.failure().kind()).isEqualTo(FailureKind.SERVER_ERROR);
                assertThat(failed.decision().attempts()).isNotEmpty();
            } else {
                assertThat(result.decision().attempts()).isEmpty();
            }
        });
        int attempts = results.stream()
                .mapToInt(result -> result.decision().attempts().size())
                .sum();
        assertThat(attempts).isEqualTo(provider.history().size());
        checkNothingIsLeft(router, clock, provider);
    }

    private void checkNothingIsLeft(HybridRouter router, ManualClock clock, ScriptedProvider provider) {
        clock.advance(Duration.ofMinutes(2));
        assertThat(router.explain(REQUEST).candidates()).hasSize(2);
        assertThat(inFlight)
                .containsOnlyKeys("first", "second")
                .allSatisfy((target, count) -> assertThat(count).as(target).isZero());
        assertThat(provider.inFlight()).isZero();
        assertThat(clock.pendingTasks()).isZero();
        router.close();
    }

    /** Sends from all threads at once, then moves the clock until everything has ended. */
    private static List<RouteResult> burst(HybridRouter router, ManualClock clock, Modes mode) {
        List<Supplier<Optional<RouteResult>>> begun = inParallel(() -> mode.begin(router, REQUEST));
        List<RouteResult> results = new ArrayList<>();
        for (Supplier<Optional<RouteResult>> one : begun) {
            for (int i = 0; i < 10_000 && one.get().isEmpty(); i++) {
                clock.advance(Duration.ofMillis(10));
            }
            results.add(one.get().orElseThrow());
        }
        return results;
    }

    private static <T> List<T> inParallel(Callable<T> action) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier gate = new CyclicBarrier(THREADS);
            List<Callable<List<T>>> shares = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                shares.add(() -> {
                    gate.await();
                    List<T> share = new ArrayList<>();
                    for (int i = 0; i < REQUESTS / THREADS; i++) {
                        share.add(action.call());
                    }
                    return share;
                });
            }
            List<T> all = new ArrayList<>();
            for (Future<List<T>> share : threads.invokeAll(shares)) {
                all.addAll(share.get());
            }
            return all;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }
}

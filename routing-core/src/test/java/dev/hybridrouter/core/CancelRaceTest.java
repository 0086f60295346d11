package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RequestStarted;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.Latency;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One thread sends, one moves the clock, one cancels: whoever ends what, each request ends once and leaves nothing. */
@ExtendWith(HybridRouterExtension.class)
@Timeout(600)
class CancelRaceTest {
    private static final int REQUESTS = 2_000;
    private static final RouteRequest REQUEST = RouteRequest.builder()
            .user("hi")
            .context(RequestContext.builder().deadline(Duration.ofMillis(300)).build())
            .build();
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final Map<String, Integer> inFlight = new ConcurrentHashMap<>();
    private final AtomicInteger started = new AtomicInteger();
    private final Queue<RouteResult> ended = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> cancellations = new ConcurrentLinkedQueue<>();

    CancelRaceTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    /** How a request is sent and cancelled. */
    enum Way {
        CALL {
            @Override
            Runnable begin(HybridRouter router) {
                var call = router.routeAsync(REQUEST);
                return () -> call.cancel(true);
            }
        },
        STREAM {
            @Override
            Runnable begin(HybridRouter router) {
                StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
                router.stream(REQUEST).subscribe(probe);
                return probe::cancel;
            }
        };

        /** Sends; what is returned cancels. */
        abstract Runnable begin(HybridRouter router);
    }

    private HybridRouter router() {
        return Routers.over(clock, provider, "throttled", "failing", "slow")
                .breaker(BreakerPolicy.builder()
                        .failures(1_000)
                        .window(1_000)
                        .inARow(1_000)
                        .build())
                .strategies(RoutingStrategy.named("spy", (request, view, chance) -> {
                    inFlight.put(view.target().id().value(), view.health().inFlight());
                    return chance;
                }))
                .listener(Events.on(RequestStarted.class, event -> started.incrementAndGet()))
                .listener(Events.on(RequestEnded.class, event -> ended.add(event.result())))
                .build();
    }

    private void script() {
        provider.on("throttled").throttle(Duration.ofMillis(20));
        provider.on("failing").fail(FailureKind.SERVER_ERROR).after(latency(1));
        provider.on("slow").reply("an", "swer").after(latency(2)).every(Duration.ofMillis(1));
    }

    private static Latency latency(long seed) {
        return Latency.uniform(Duration.ZERO, Duration.ofMillis(30), seed);
    }

    @ParameterizedTest
    @EnumSource
    void cancelAtAnyMoment_endsEachRequestOnceAndLeavesNothing(Way way) throws Exception {
        script();
        HybridRouter router = router();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        AtomicBoolean sending = new AtomicBoolean(true);
        try {
            Future<?> moving = threads.submit(() -> moveTheClock(sending));
            Future<?> cancelling = threads.submit(() -> cancelSome(sending));
            for (int i = 0; i < REQUESTS; i++) {
                cancellations.add(way.begin(router));
            }
            sending.set(false);
            finish(List.of(moving, cancelling));
        } finally {
            threads.shutdownNow();
        }
        clock.advance(Duration.ofMinutes(10));
        checkNothingIsLeft(router);
    }

    private void moveTheClock(AtomicBoolean sending) {
        while (sending.get()) {
            clock.advance(Duration.ofMillis(1));
        }
    }

    private void cancelSome(AtomicBoolean sending) {
        SplittableRandom random = new SplittableRandom(42);
        while (sending.get() || !cancellations.isEmpty()) {
            Runnable next = cancellations.poll();
            if (next != null && random.nextInt(4) > 0) {
                next.run();
            }
        }
    }

    private static void finish(List<Future<?>> work) throws InterruptedException, ExecutionException {
        for (Future<?> one : work) {
            one.get();
        }
    }

    private void checkNothingIsLeft(HybridRouter router) {
        assertThat(started).hasValue(REQUESTS);
        assertThat(ended).hasSize(REQUESTS).doesNotHaveDuplicates();
        int attempts = ended.stream()
                .mapToInt(result -> result.decision().attempts().size())
                .sum();
        assertThat(attempts)
                .as("attempts, those included that were cancelled just before they were sent")
                .isGreaterThanOrEqualTo(provider.history().size());
        assertThat(router.explain(REQUEST).candidates()).hasSize(3);
        assertThat(inFlight)
                .hasSize(3)
                .allSatisfy((target, count) -> assertThat(count).as(target).isZero());
        assertThat(provider.inFlight()).isZero();
        assertThat(clock.pendingTasks()).isZero();
    }
}

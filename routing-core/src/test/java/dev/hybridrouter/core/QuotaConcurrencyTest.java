package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedCall;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sixty-four threads on two quotas with room for thirty calls each; some callers give up, some calls fail or hang. */
@ExtendWith(HybridRouterExtension.class)
class QuotaConcurrencyTest {
    private static final int THREADS = 64;
    private static final int CALLS = 40;
    private static final int ROOM = 30;
    private static final long HELD = 167; // 67 of input and 100 of output, as in QuotaTest

    private final Queue<BooleanSupplier> ended = new ConcurrentLinkedQueue<>();

    private static HybridRouter router(ManualClock clock, ScriptedProvider provider) {
        QuotaLimits limits = QuotaLimits.builder()
                .tokensPerMinute(ROOM * HELD)
                .outputBurnDown(5)
                .build();
        return Routers.over(clock, provider, "a", "b")
                .quotas(Quotas.builder()
                        .policy(QuotaPolicy.builder().headroom(1).build())
                        .bucket("first", limits, "a")
                        .bucket("second", limits, "b")
                        .build())
                .build();
    }

    private static RouteRequest request(SplittableRandom random) {
        return RouteRequest.builder()
                .user("hi")
                .maxTokens(100)
                .context(RequestContext.builder()
                        .deadline(Duration.ofMillis(200 + random.nextInt(20_000)))
                        .build())
                .build();
    }

    private void call(HybridRouter router, SplittableRandom random) {
        boolean givesUp = random.nextInt(10) == 0;
        if (random.nextBoolean()) {
            CompletableFuture<RouteResult> future = router.routeAsync(request(random));
            ended.add(future::isDone);
            if (givesUp) {
                future.cancel(true);
            }
        } else {
            StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
            router.stream(request(random)).subscribe(probe);
            if (givesUp) {
                probe.cancel();
            } else {
                ended.add(() -> Modes.closed(probe.events()).isPresent());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyCallEnds_noQuotaIsPassed_andAllRoomComesBack(long seed, ManualClock clock, ScriptedProvider provider)
            throws Exception {
        provider.on("a").reply("hello").tokens(10, 2).after(Duration.ofMillis(50));
        provider.on("b").reply("hello").tokens(10, 2).after(Duration.ofMillis(150));
        HybridRouter router = router(clock, provider);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier gate = new CyclicBarrier(THREADS);
            List<Callable<Object>> work = LongStream.range(0, THREADS)
                    .<Callable<Object>>mapToObj(thread -> () -> {
                        SplittableRandom random = new SplittableRandom(seed * THREADS + thread);
                        gate.await();
                        for (int i = 0; i < CALLS; i++) {
                            call(router, random);
                            if (random.nextInt(4) == 0) {
                                clock.advance(Duration.ofMillis(random.nextInt(10)));
                            }
                        }
                        return thread;
                    })
                    .toList();
            for (Future<Object> thread : pool.invokeAll(work)) {
                thread.get();
            }
        } finally {
            pool.shutdownNow();
        }
        clock.advance(Duration.ofSeconds(40));

        assertThat(ended).allMatch(BooleanSupplier::getAsBoolean);
        assertThat(provider.inFlight()).isZero();
        assertThat(clock.pendingTasks()).isZero();
        assertThat(mostAtOnce(provider.calls("a"))).isBetween(2, ROOM);
        assertThat(mostAtOnce(provider.calls("b"))).isBetween(2, ROOM);
        clock.advance(Duration.ofMinutes(3));
        RouteRequest whole = RouteRequest.builder()
                .user("hi")
                .maxTokens((int) (ROOM * HELD - 67))
                .build();
        var result = router.routeAsync(whole);
        assertThat(provider.inFlight()).as("sent at once").isOne();
        clock.advance(Duration.ofSeconds(1));
        assertThat(result.join()).isAnswered();
    }

    private static int mostAtOnce(List<ScriptedCall> calls) {
        Map<Duration, Integer> changes = new TreeMap<>();
        for (ScriptedCall call : calls) {
            changes.merge(call.startedAfter(), 1, Integer::sum);
            changes.merge(call.endedAfter().orElseThrow(), -1, Integer::sum);
        }
        int now = 0;
        int most = 0;
        for (int change : changes.values()) {
            now += change;
            most = Math.max(most, now);
        }
        return most;
    }
}

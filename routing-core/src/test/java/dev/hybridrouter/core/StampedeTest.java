package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RequestStarted;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A thousand identical requests from eight threads, every other one a stream, half of them cancelled while the answer
 * comes: one call on the wire, and who stays gets all of it.
 */
@Timeout(600)
class StampedeTest {
    private static final int REQUESTS = 1_000;
    private static final int THREADS = 8;
    private static final String[] PIECES = {"Once ", "upon ", "a ", "time ", "there ", "was ", "a ", "router."};
    private static final String ANSWER = String.join("", PIECES);
    private static final RouteRequest REQUEST = RouteRequest.of("Tell me a story");
    private static final ExecutorService POOL = Executors.newFixedThreadPool(THREADS);

    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterAll
    static void shutDown() {
        POOL.shutdownNow();
    }

    /** One of the thousand. */
    private sealed interface Caller {
        void cancel();

        /** What it got; null if it was cancelled before it got all. */
        String text();

        /** A call. */
        record Call(CompletableFuture<RouteResult> future) implements Caller {
            @Override
            public void cancel() {
                future.cancel(true);
            }

            @Override
            public String text() {
                return future.isCancelled()
                        ? ""
                        : future.getNow(null).orElseThrow().text();
            }
        }

        /** A stream that is read at once, or in small steps. */
        record Stream(StreamProbe<StreamEvent> probe) implements Caller {
            @Override
            public void cancel() {
                probe.cancel();
            }

            @Override
            public String text() {
                probe.assertRulesKept();
                for (int i = 0; i < PIECES.length + 2; i++) {
                    probe.request(1);
                }
                probe.assertRulesKept();
                return probe.text();
            }
        }
    }

    private HybridRouter router(ManualClock clock, ScriptedProvider provider, CachePolicy policy) {
        return Routers.over(clock, provider, "a")
                .cache(policy)
                .listener(Events.on(RequestStarted.class, event -> started.incrementAndGet()))
                .listener(Events.on(RequestEnded.class, event -> ended.incrementAndGet()))
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void stampede_makesOneCallAndServesEverySurvivor(int seed) throws Exception {
        ManualClock clock = ManualClock.create();
        ScriptedProvider provider = ScriptedProvider.create(clock);
        provider.on("a").reply(PIECES).after(Duration.ofMillis(10)).every(Duration.ofMillis(1));
        HybridRouter router = router(clock, provider, CachePolicy.defaults());
        List<List<Caller>> callers = all(thread -> send(router, new SplittableRandom(seed * 100L + thread)));

        List<Future<List<Caller>>> leaving = begin(thread -> leave(callers.get(thread), thread + seed));
        for (int i = 0; i < 40; i++) {
            clock.advance(Duration.ofMillis(1));
        }
        List<List<Caller>> survivors = join(leaving);

        assertThat(provider.history()).as("calls on the wire").hasSize(1);
        assertThat(provider.cancelled()).isZero();
        assertThat(survivors).allSatisfy(list -> assertThat(list)
                .allSatisfy(caller -> assertThat(caller.text()).isEqualTo(ANSWER)));
        assertThat(ended).hasValue(REQUESTS);
        assertThat(started).hasValue(REQUESTS);
        assertThat(provider.inFlight()).isZero();
        assertThat(clock.pendingTasks()).as("timers left").isZero();
        router.close();
    }

    /** Callers leave while the second level is searched, and while they go over from there to the call. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void stampede_overASlowSecondLevel_servesEverySurvivorByOneCall(int seed) throws Exception {
        ManualClock clock = ManualClock.create();
        ScriptedProvider provider = ScriptedProvider.create(clock);
        provider.on("a").reply(PIECES).after(Duration.ofMillis(10)).every(Duration.ofMillis(1));
        ScriptedSharedCache store = ScriptedSharedCache.create(clock).latency(Duration.ofMillis(1));
        SecondLevel second = SecondLevel.builder(store, new byte[32]).build();
        HybridRouter router = router(
                clock, provider, CachePolicy.builder().secondLevel(second).build());
        List<List<Caller>> callers = all(thread -> send(router, new SplittableRandom(seed * 100L + thread)));

        List<Future<List<Caller>>> leaving = begin(thread -> leave(callers.get(thread), thread + seed));
        for (int i = 0; i < 60; i++) {
            clock.advance(Duration.ofMillis(1));
        }
        List<List<Caller>> survivors = join(leaving);

        assertThat(store.finds()).as("searches").isEqualTo(1);
        // Who is the first to go over may leave before the second one comes: its call is cancelled.
        assertThat(provider.history().size() - provider.cancelled())
                .as("calls that went through")
                .isEqualTo(1);
        assertThat(survivors).allSatisfy(list -> assertThat(list)
                .allSatisfy(caller -> assertThat(caller.text()).isEqualTo(ANSWER)));
        assertThat(ended).hasValue(REQUESTS);
        assertThat(started).hasValue(REQUESTS);
        assertThat(provider.inFlight()).isZero();
        assertThat(clock.pendingTasks()).as("timers left").isZero();
        router.close();
    }

    private static List<Caller> send(HybridRouter router, SplittableRandom random) {
        List<Caller> sent = new ArrayList<>();
        for (int i = 0; i < REQUESTS / THREADS; i++) {
            if (i % 2 == 0) {
                sent.add(new Caller.Call(router.routeAsync(REQUEST)));
            } else {
                StreamProbe<StreamEvent> probe =
                        random.nextBoolean() ? StreamProbe.unbounded() : StreamProbe.requesting(1 + random.nextInt(4));
                router.stream(REQUEST).subscribe(probe);
                sent.add(new Caller.Stream(probe));
            }
        }
        return sent;
    }

    /** Cancels about half; returns the others, at least one. */
    private static List<Caller> leave(List<Caller> callers, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Caller> stay = new ArrayList<>();
        for (int i = 0; i < callers.size(); i++) {
            if (i == callers.size() - 1 || random.nextBoolean()) {
                stay.add(callers.get(i));
            } else {
                callers.get(i).cancel();
            }
        }
        return stay;
    }

    /** Work of one thread. */
    private interface Work<T> {
        T of(int thread);
    }

    private static <T> List<Future<T>> begin(Work<T> work) {
        List<Future<T>> begun = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            begun.add(POOL.submit(() -> work.of(thread)));
        }
        return begun;
    }

    private static <T> List<T> join(List<Future<T>> begun) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> future : begun) {
            results.add(future.get(60, TimeUnit.SECONDS));
        }
        return results;
    }

    private static <T> List<T> all(Work<T> work) throws Exception {
        return join(begin(work));
    }
}

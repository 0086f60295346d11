package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Nothing is given, nor kept, for longer than the request allows: of whatever kind the answer is. */
class RetentionProperties {
    private static final int STEPS = 400;
    private static final List<Duration> LIMITS = List.of(
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(15),
            Duration.ofDays(400_000));
    private static final Set<CacheUse.Kind> FROM_MEMORY =
            EnumSet.of(CacheUse.Kind.HIT, CacheUse.Kind.STALE, CacheUse.Kind.STALE_IF_ERROR, CacheUse.Kind.SIMILAR);

    private final ManualClock clock = ManualClock.create();
    private final ScriptedProvider provider = ScriptedProvider.create(clock);
    private final ScriptedSharedCache store = ScriptedSharedCache.create(clock);
    private final Map<String, Long> born = new HashMap<>();
    private final Map<CacheUse.Kind, Integer> seen = new HashMap<>();
    private int answers;

    private HybridRouter router() {
        return builder().build();
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").retention(Duration.ZERO).build())
                .clock(clock)
                .scheduler(clock)
                .cache(CachePolicy.builder()
                        .ttl(Duration.ofMinutes(5))
                        .staleWhileRevalidate(Duration.ofMinutes(2))
                        .staleIfError(Duration.ofMinutes(30))
                        .secondLevel(SecondLevel.builder(store, new byte[32]).build())
                        .semantic(SemanticPolicy.builder(
                                        new FakeEmbedder()
                                                .keeping(Duration.ZERO)
                                                .price(null),
                                        0.9)
                                .withoutErrorLimit()
                                .build())
                        .build());
    }

    /** How many answers take memory, whether they may be given or not. */
    private static int kept(Meters meters) {
        return (int) meters.registry().get("cache.size").gauge().value();
    }

    private static RouteRequest request(String text, Duration limit) {
        return RouteRequest.builder()
                .user(text)
                .context(RequestContext.builder()
                        .deadline(Duration.ofSeconds(30))
                        .maxRetention(limit)
                        .build())
                .build();
    }

    @RepeatedTest(20)
    void noAnswerOutlivesWhatItsRequestAllows(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        provider.onAny().hang();
        List<HybridRouter> routers = List.of(router(), router());
        for (int step = 0; step < STEPS; step++) {
            Duration limit = LIMITS.get(random.nextInt(LIMITS.size()));
            String text = "question" + random.nextInt(2) + "@" + (random.nextBoolean() ? "1.0" : "0.95");
            List<CompletableFuture<Void>> calls = new ArrayList<>();
            for (int i = random.nextInt(2); i >= 0; i--) {
                calls.add(routers.get(random.nextInt(2))
                        .routeAsync(request(text, limit))
                        .thenAccept(result -> judge(result, limit)));
            }
            clock.advance(Duration.ofMillis(random.nextInt(9_000)));
            boolean isUp = random.nextInt(3) > 0;
            while (provider.inFlight() > 0) {
                end(isUp);
            }
            calls.forEach(CompletableFuture::join);
            clock.advance(Duration.ofSeconds(random.nextInt(2) == 0 ? random.nextInt(8) : random.nextInt(400)));
            while (provider.inFlight() > 0) {
                end(true); // of those that replace an answer
            }
        }
        routers.forEach(HybridRouter::close);
        assertThat(seen.keySet()).containsAll(FROM_MEMORY);
    }

    private void end(boolean isUp) {
        if (isUp) {
            String text = "answer " + ++answers;
            born.put(text, clock.nanoTime());
            provider.completeNext(text);
        } else {
            provider.failNext(ProviderFailure.of(FailureKind.REFUSED, "down"));
        }
    }

    private void judge(RouteResult result, Duration limit) {
        if (result instanceof RouteResult.Answered answered) {
            CacheUse.Kind kind = answered.decision().cache().kind();
            seen.merge(kind, 1, Integer::sum);
            if (FROM_MEMORY.contains(kind)) {
                String text = ((Content.Text) answered.response().content().get(0)).text();
                Duration age = Duration.ofNanos(clock.nanoTime() - born.getOrDefault(text, 0L));
                assertThat(age).as(kind.name()).isLessThan(limit);
            }
        }
    }

    @Test
    void whatMayBeKeptNoLonger_leavesTheMemory_alsoWhereNobodyAsks() {
        provider.onAny().reply("answer");
        Meters meters = new Meters();
        HybridRouter router = builder().meterRegistry(meters.registry()).build();
        for (int i = 1; i < 4; i++) {
            CompletableFuture<RouteResult> call = router.routeAsync(request("question" + i, LIMITS.get(i)));
            clock.advance(Duration.ofMillis(1));
            call.join();
        }
        assertThat(kept(meters)).isEqualTo(3);
        for (int i = 1; i < 4; i++) {
            clock.advance(LIMITS.get(i).minus(LIMITS.get(i - 1)).plusSeconds(i == 1 ? 3 : 0));
            assertThat(kept(meters)).isEqualTo(3 - i);
        }
        router.close();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void answerPastItsTime_standsInNoLongerThanItMayBeKept_alsoIfTheFailureTakesLong() {
        provider.onAny().reply("answer").then().hang();
        HybridRouter router = router();
        RouteRequest request = request("question", Duration.ofMinutes(15));
        CompletableFuture<RouteResult> first = router.routeAsync(request);
        clock.advance(Duration.ofMinutes(14).plusSeconds(50));
        first.join();

        CompletableFuture<RouteResult> soon = router.routeAsync(request);
        provider.failNext(FailureKind.REFUSED);
        CompletableFuture<RouteResult> late = router.routeAsync(request);
        clock.advance(Duration.ofSeconds(10));
        provider.failNext(FailureKind.REFUSED);

        assertThat(soon.join()).isInstanceOf(RouteResult.Answered.class);
        assertThat(late.join()).isInstanceOf(RouteResult.Failed.class);
    }
}

package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a conversation goes on: 10,000 tokens of it are cached where it began, which saves $0.027 of $3 a million. */
@ExtendWith(HybridRouterExtension.class)
class AffinityTest {
    private static final String TEXT = "x".repeat(40_000);
    private static final RouteRequest TURN = RouteRequest.of(TEXT);
    private static final TokenUsage WRITTEN = TokenUsage.builder()
            .input(0)
            .output(5)
            .cacheRead(0)
            .cacheWrite(10_000)
            .build();
    private static final TokenPrice PRICE =
            TokenPrice.perMillion("3.00", "15.00").withCacheRead("0.30").withCacheWrite(Duration.ofMinutes(5), "3.75");
    private static final AffinityPolicy POLICY = AffinityPolicy.builder()
            .parallelCalls(2)
            .secondOfWaiting(Money.usd("0.01"))
            .build();

    private final ManualClock clock;
    private final ScriptedProvider provider;

    AffinityTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder(TokenPrice priceOfB) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .target(provider.target("a").region("eu-central-1").price(PRICE).build())
                .target(provider.target("b").region("eu-west-1").price(priceOfB).build());
    }

    private HybridRouter router(TokenPrice priceOfB) {
        return builder(priceOfB)
                .affinity(POLICY)
                .strategies(Strategies.affinity(POLICY))
                .build();
    }

    private static RouteRequest next(RouteRequest turn) {
        return turn.toBuilder()
                .message(Message.assistant("yes"))
                .message(Message.user("go on"))
                .build();
    }

    private static RouteRequest of(String tenant, RouteRequest request) {
        return request.toBuilder()
                .context(RequestContext.builder().tenant(tenant).build())
                .build();
    }

    /** Has the first turn answered by B, although A comes first among equals. */
    private void beginAtB(HybridRouter router) {
        provider.on("a").throttle(Duration.ofSeconds(1)).then().reply("hi").usage(WRITTEN);
        provider.on("b").reply("hi").usage(WRITTEN);
        assertThat(router.route(TURN)).servedBy("b");
        clock.advance(Duration.ofSeconds(2));
    }

    @Test
    void conversation_goesOnWhereItIsCached() {
        HybridRouter router = router(PRICE);
        beginAtB(router);

        assertThat(router.explain(next(TURN))).ranked("b", "a");
        assertThat(router.route(next(TURN))).servedBy("b");
        assertThat(router.explain(RouteRequest.of("another" + TEXT))).ranked("a", "b");
    }

    @Test
    void saving_isAScoreInDollars() {
        HybridRouter router = router(PRICE);
        beginAtB(router);

        var ranking = router.explain(TURN).ranking();
        double gap = ranking.get(1).scores().get(0).value()
                - ranking.get(0).scores().get(0).value();
        assertThat(gap).isCloseTo(0.027, offset(1e-9));
    }

    @Test
    void priceGapBeyondTheSaving_wins() {
        HybridRouter dearer = router(TokenPrice.perMillion("5.60", "15.00").withCacheRead("0.56"));
        provider.on("a").throttle(Duration.ofSeconds(1)).then().reply("hi").usage(WRITTEN);
        provider.on("b").reply("hi").usage(WRITTEN);
        assertThat(dearer.route(TURN)).servedBy("b");
        clock.advance(Duration.ofSeconds(2));
        assertThat(dearer.explain(TURN)).ranked("b", "a");

        HybridRouter tooDear = router(TokenPrice.perMillion("5.60", "75.00").withCacheRead("0.56"));
        provider.on("a").throttle(Duration.ofSeconds(1)).then().reply("hi").usage(WRITTEN);
        assertThat(tooDear.route(TURN)).servedBy("b");
        clock.advance(Duration.ofSeconds(2));
        assertThat(tooDear.explain(TURN)).ranked("a", "b");
    }

    @Test
    void waitingBeyondTheSaving_wins() {
        HybridRouter router = router(PRICE);
        beginAtB(router);
        provider.on("b").reply("slow").usage(WRITTEN).after(Duration.ofSeconds(10));
        List<CompletableFuture<RouteResult>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(router.routeAsync(TURN));
        }
        clock.advance(Duration.ofSeconds(10)); // latency is known now

        assertThat(router.explain(TURN)).ranked("b", "a");
        calls.add(router.routeAsync(TURN));
        calls.add(router.routeAsync(TURN));
        assertThat(router.explain(TURN)).ranked("a", "b");

        clock.advance(Duration.ofSeconds(10));
        assertThat(calls).allSatisfy(call -> assertThat(call).isCompleted());
    }

    @Test
    void affinity_expires() {
        HybridRouter router = router(PRICE);
        beginAtB(router);
        clock.advance(Duration.ofMinutes(5));

        assertThat(router.explain(next(TURN))).ranked("a", "b");
    }

    @Test
    void tenants_doNotShareAnAffinity() {
        HybridRouter router = router(PRICE);
        beginAtB(router);

        assertThat(router.explain(of("other", TURN))).ranked("a", "b");
    }

    @Test
    void streams_teachAndFollow() {
        HybridRouter router = router(PRICE);
        provider.on("a").throttle(Duration.ofSeconds(1)).then().reply("hi").usage(WRITTEN);
        provider.on("b").reply("hi").usage(WRITTEN);
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(TURN).subscribe(probe);
        assertThat(probe.isComplete()).isTrue();
        clock.advance(Duration.ofSeconds(2));

        assertThat(router.explain(next(TURN))).ranked("b", "a");
    }

    @Test
    void failedAttempt_teachesNothing() {
        HybridRouter router = router(PRICE);
        provider.on("a").throttle(Duration.ofSeconds(1)).then().reply("hi").usage(WRITTEN);
        provider.on("b").reply("hi").usage(WRITTEN);
        router.route(TURN);
        clock.advance(Duration.ofSeconds(2));
        assertThat(router.explain(TURN)).ranked("b", "a"); // a was asked first, and failed
    }

    @Test
    void strategies_seeWhatIsCached_onlyWithThePolicy() {
        RoutingStrategy most = RoutingStrategy.named("most", (request, view, chance) -> -view.cachedTokens());
        provider.onAny().reply("hi").usage(WRITTEN);
        HybridRouter with = builder(PRICE).affinity(POLICY).strategies(most).build();
        HybridRouter without = builder(PRICE).strategies(most).build();
        with.route(TURN);
        without.route(TURN);

        assertThat(scoreOfFirst(with)).isEqualTo(-10_000);
        assertThat(scoreOfFirst(without)).isZero();
    }

    private static double scoreOfFirst(HybridRouter router) {
        return router.explain(TURN).ranking().get(0).scores().get(0).value();
    }

    @Test
    void readWithoutAPrice_savesNothing() {
        HybridRouter router = router(TokenPrice.perMillion("3.00", "15.00"));
        beginAtB(router);

        assertThat(router.explain(TURN)).ranked("a", "b");
    }

    @Test
    void unpricedTarget_comesLast() {
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .target(provider.target("unpriced").build())
                .target(provider.target("priced").price(PRICE).build())
                .strategies(Strategies.affinity(POLICY))
                .build();

        assertThat(router.explain(TURN)).ranked("priced", "unpriced");
    }

    @Test
    void leastLoaded_countsWhatIsInFlight() {
        provider.onAny().hang();
        HybridRouter router =
                builder(PRICE).strategies(Strategies.leastLoaded()).build();
        for (int i = 0; i < 10; i++) {
            var unused = router.routeAsync(TURN);
        }

        assertThat(provider.calls("a")).hasSize(5);
        assertThat(provider.calls("b")).hasSize(5);
        router.close();
    }
}

package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.ErrorLimit;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.spi.cache.AnswerComparison.Verdict;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hits are served only while it is shown that few enough are wrong. A limit of 10 % takes 43 right checks. */
@ExtendWith(HybridRouterExtension.class)
class SemanticErrorLimitTest {
    private static final int NEEDED = 43;

    private final Meters meters = new Meters();
    private final FakeEmbedder embedder = new FakeEmbedder();
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private CompletionStage<Verdict> verdict = CompletableFuture.completedFuture(Verdict.ALIKE);
    private int compared;
    private int asked;

    SemanticErrorLimitTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.onAny().reply("answer");
    }

    private ErrorLimit limit() {
        return ErrorLimit.of(0.1, (request, similar, real) -> {
                    compared++;
                    return verdict;
                })
                .withWindow(60)
                .withChecked(1e-9);
    }

    private HybridRouter router(ErrorLimit limit) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .meterRegistry(meters.registry())
                .target(provider.target("a").build())
                .cache(CachePolicy.builder()
                        .semantic(SemanticPolicy.builder(embedder, 0.95)
                                .errorLimit(limit)
                                .build())
                        .build())
                .build();
    }

    private RouteResult route(Modes mode, HybridRouter router, RouteRequest request) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, request);
        clock.advance(Duration.ofMillis(1));
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    /** Asks something that was never asked and is similar to all that was. */
    private CacheUse.Kind ask(Modes mode, HybridRouter router, RequestContext.Builder context) {
        RouteRequest request = RouteRequest.builder()
                .user("question " + asked++ + "@0.99")
                .context(context.build())
                .build();
        return route(mode, router, request).decision().cache().kind();
    }

    private CacheUse.Kind ask(HybridRouter router) {
        return ask(Modes.ASYNC, router, RequestContext.builder());
    }

    private void check(HybridRouter router, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(ask(router)).isEqualTo(CacheUse.Kind.MISSED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hits_areServed_onceEnoughOfThemWereRight(Modes mode) {
        HybridRouter router = router(limit());
        for (int i = 0; i <= NEEDED; i++) { // the first finds nothing that is similar
            assertThat(ask(mode, router, RequestContext.builder())).isEqualTo(CacheUse.Kind.MISSED);
        }

        assertThat(compared).isEqualTo(NEEDED);
        assertThat(ask(mode, router, RequestContext.builder())).isEqualTo(CacheUse.Kind.SIMILAR);
        assertThat(meters.registry()
                        .get("hybridrouter.cache.similar.searches")
                        .tag("result", "unproven")
                        .functionCounter()
                        .count())
                .isEqualTo(NEEDED);
        assertThat(meters.registry()
                        .get("hybridrouter.cache.similar.error.bound")
                        .gauge()
                        .value())
                .isBetween(0.095, 0.1);
    }

    @Test
    void wrongHit_takesMoreRightOnes() {
        HybridRouter other = router(limit());
        verdict = CompletableFuture.completedFuture(Verdict.DIFFERENT);
        check(other, 2);
        verdict = CompletableFuture.completedFuture(Verdict.ALIKE);
        check(other, NEEDED);
        assertThat(ask(other)).as("one of 44 was wrong").isEqualTo(CacheUse.Kind.MISSED);
    }

    @Test
    void servedHits_areCheckedNowAndThen_andAWrongOneStopsThem() {
        HybridRouter router = router(limit().withChecked(0.1));
        check(router, NEEDED + 1);
        ask(router); // which is drawn: the next one is not
        int before = compared;
        verdict = CompletableFuture.completedFuture(Verdict.DIFFERENT);
        int served = 0;
        while (ask(router) == CacheUse.Kind.SIMILAR) {
            served++;
        }

        assertThat(served).as("some were served before one was drawn").isBetween(1, 40);
        assertThat(compared).isEqualTo(before + 1);
        check(router, 5);
    }

    @Test
    void firstWrongOne_isATrial_fewRightOnesLetHitsBeServedAgain_anotherWrongOneEndsTheProof() {
        HybridRouter router = router(limit().withChecked(0.25));
        check(router, NEEDED + 1);
        stopByAWrongOne(router);
        check(router, 5); // 1 / (2 x 0.1)
        stopByAWrongOne(router);
        verdict = CompletableFuture.completedFuture(Verdict.DIFFERENT);
        check(router, 1);
        verdict = CompletableFuture.completedFuture(Verdict.ALIKE);
        check(router, NEEDED);
        assertThat(compared).isGreaterThan(2 * NEEDED);
        assertThat(served(router, 20)).isPositive();
    }

    /** Asks with wrong answers until one is checked; from then on answers are right. */
    private void stopByAWrongOne(HybridRouter router) {
        int before = compared;
        verdict = CompletableFuture.completedFuture(Verdict.DIFFERENT);
        while (compared == before) {
            ask(router);
        }
        verdict = CompletableFuture.completedFuture(Verdict.ALIKE);
    }

    private int served(HybridRouter router, int asked) {
        int served = 0;
        for (int i = 0; i < asked; i++) {
            served += ask(router) == CacheUse.Kind.SIMILAR ? 1 : 0;
        }
        return served;
    }

    @Test
    void evidence_isEachTenantsOwn_unlessTheOperatorSaysOtherwise() {
        HybridRouter own = router(limit());
        check(own, NEEDED + 1);
        assertThat(ask(Modes.ASYNC, own, RequestContext.builder().tenant("other")))
                .isEqualTo(CacheUse.Kind.MISSED);
        assertThat(ask(Modes.ASYNC, own, RequestContext.builder().tenant("other")))
                .isEqualTo(CacheUse.Kind.MISSED);
        HybridRouter shared = router(limit().withScope(ErrorLimit.Scope.ROUTER));
        check(shared, NEEDED + 1);
        ask(Modes.ASYNC, shared, RequestContext.builder().tenant("other"));
        assertThat(ask(Modes.ASYNC, shared, RequestContext.builder().tenant("other")))
                .isEqualTo(CacheUse.Kind.SIMILAR);
    }

    @ParameterizedTest
    @EnumSource(names = "UNDECIDED")
    void comparisonsThatDoNotTell_countForNothing(Verdict none) {
        HybridRouter router = router(limit());
        verdict = CompletableFuture.completedFuture(none);
        check(router, NEEDED + 2);
        verdict = CompletableFuture.failedFuture(new IllegalStateException("the judge is ill"));
        check(router, NEEDED);

        assertThat(ask(router)).isEqualTo(CacheUse.Kind.MISSED);
    }

    @Test
    void comparisonsThatHang_holdNobodyUp_andCountForNothing() {
        HybridRouter router = router(limit());
        verdict = new CompletableFuture<>();
        check(router, 100);
        assertThat(compared).as("so many at once").isEqualTo(64);

        clock.advance(ErrorLimit.COMPARISON_LIMIT);
        verdict = CompletableFuture.completedFuture(Verdict.ALIKE);
        check(router, NEEDED);
        assertThat(ask(router)).isEqualTo(CacheUse.Kind.SIMILAR);
    }

    @Test
    void requestsThatAskForMore_areServedByTheSameEvidence_butGiveNone() {
        HybridRouter router = router(limit());
        RequestContext.Builder strict = RequestContext.builder().minSimilarity(0.97);
        check(router, 1);
        for (int i = 0; i < 2 * NEEDED; i++) {
            assertThat(ask(Modes.ASYNC, router, strict)).isEqualTo(CacheUse.Kind.MISSED);
        }
        assertThat(compared).isZero();
        check(router, NEEDED);

        assertThat(ask(Modes.ASYNC, router, strict)).isEqualTo(CacheUse.Kind.SIMILAR);
    }

    @Test
    void evidence_outlivesTheAnswers() {
        HybridRouter router = router(limit());
        check(router, NEEDED + 1);
        router.cache().invalidate(Invalidation.everything());

        check(router, 1);
        assertThat(ask(router)).isEqualTo(CacheUse.Kind.SIMILAR);
    }
}

package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.cache.AnswerComparison;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.spi.cache.EmbeddingCall;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When the answer to a similar request is given. Every token of a target, and of a text, costs a micro-dollar. */
@ExtendWith(HybridRouterExtension.class)
class SemanticCacheTest {
    private static final double THRESHOLD = 0.95;
    private static final Duration TTL = Duration.ofMinutes(10);

    private final FakeEmbedder embedder = new FakeEmbedder();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    SemanticCacheTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.onAny()
                .reply("one")
                .usage(TokenUsage.of(30, 20))
                .then()
                .reply("two")
                .then()
                .reply("three");
    }

    private HybridRouter router(SemanticPolicy semantic) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .cache(CachePolicy.builder().semantic(semantic).build())
                .build();
    }

    private HybridRouter router() {
        return router(policy().build());
    }

    private SemanticPolicy.Builder policy() {
        return SemanticPolicy.builder(embedder, THRESHOLD).withoutErrorLimit();
    }

    private RouteResult route(Modes mode, HybridRouter router, RouteRequest request) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, request);
        clock.advance(Duration.ofSeconds(1));
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended after " + clock.elapsed()));
    }

    private RouteResult route(HybridRouter router, RouteRequest request) {
        return route(Modes.ASYNC, router, request);
    }

    private static RouteRequest with(String text, RequestContext.Builder context) {
        return RouteRequest.builder().user(text).context(context.build()).build();
    }

    private static RouteRequest atLeast(double similarity, String text) {
        return with(text, RequestContext.builder().minSimilarity(similarity));
    }

    private static CacheUse.Kind use(RouteResult result) {
        return result.decision().cache().kind();
    }

    private static String text(RouteResult result) {
        return result.orElseThrow().text();
    }

    @ParameterizedTest
    @EnumSource
    void similarRequest_getsTheAnswer_markedWithItsSimilarity(Modes mode) {
        HybridRouter router = router();
        RouteResult first = route(mode, router, RouteRequest.of("a"));

        RouteResult second = route(mode, router, RouteRequest.of("b@0.97"));

        assertThat(use(first)).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(text(second)).isEqualTo("one");
        assertThat(second).servedBy("a");
        assertThat(second.decision().attempts()).isEmpty();
        CacheUse cache = second.decision().cache();
        assertThat(cache.kind()).isEqualTo(CacheUse.Kind.SIMILAR);
        assertThat(cache.similarity().orElseThrow()).isCloseTo(0.97, within(1e-6));
        assertThat(cache.saved()).contains(Money.usd("0.00006")); // the call, and the look-up before it
        assertThat(provider.history()).hasSize(1);
        assertThat(embedder.calls).extracting(EmbeddingCall::text).containsExactly("a", "b@0.97");
    }

    @ParameterizedTest
    @EnumSource
    void lookUp_isPartOfTheCost_ofTheRequestThatBeganIt(Modes mode) {
        HybridRouter router = router();

        RouteResult missed = route(mode, router, RouteRequest.of("a"));
        RouteResult hit = route(mode, router, RouteRequest.of("b@0.97"));

        assertThat(missed.decision().cost()).contains(Money.usd("0.00006"));
        assertThat(missed.decision().sideCalls()).singleElement().satisfies(call -> {
            assertThat(call.kind()).isEqualTo(SideCall.Kind.EMBEDDING);
            assertThat(call.name()).isEqualTo("fake");
            assertThat(call.outcome()).isEqualTo(SideCall.Outcome.ANSWERED);
            assertThat(call.cost()).contains(Money.usd("0.00001"));
        });
        assertThat(hit.decision().cost()).contains(Money.usd("0.00001"));
    }

    @ParameterizedTest
    @EnumSource
    void lessSimilarRequest_makesItsOwnCall(Modes mode) {
        HybridRouter router = router();
        route(mode, router, RouteRequest.of("a"));

        RouteResult second = route(mode, router, RouteRequest.of("b@0.949"));

        assertThat(text(second)).isEqualTo("two");
        assertThat(use(second)).isEqualTo(CacheUse.Kind.MISSED);
    }

    @Test
    void mostSimilarRequest_isTaken() {
        HybridRouter router = router();
        route(router, RouteRequest.of("a@0.90"));
        route(router, RouteRequest.of("b@0.999"));

        assertThat(text(route(router, RouteRequest.of("c")))).isEqualTo("two");
    }

    @Test
    void answerGivenToASimilarRequest_isNotRememberedAsItsOwn() {
        HybridRouter router = router();
        route(router, RouteRequest.of("a"));
        route(router, RouteRequest.of("b@0.96"));

        RouteResult third = route(router, RouteRequest.of("c@0.86"));

        assertThat(use(third)).as("similar to b, not to a").isEqualTo(CacheUse.Kind.MISSED);
        assertThat(use(route(router, RouteRequest.of("b@0.96")))).isEqualTo(CacheUse.Kind.SIMILAR);
    }

    @Test
    void request_canTightenTheThreshold_andNeverLoosenIt() {
        HybridRouter router = router();
        route(router, RouteRequest.of("a"));

        assertThat(use(route(router, atLeast(0.98, "b@0.97")))).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(use(route(router, atLeast(0.98, "c@0.9802")))).isEqualTo(CacheUse.Kind.SIMILAR);
        assertThat(use(route(router, atLeast(0, "d@-0.9")))).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(use(route(router, atLeast(0.1, "e@0.5")))).isEqualTo(CacheUse.Kind.MISSED);
    }

    @Test
    void requestThatWantsNoOtherAnswers_isNotEmbedded() {
        HybridRouter router = router();

        route(router, atLeast(1, "a"));

        assertThat(embedder.calls).isEmpty();
    }

    static Stream<RouteRequest> others() {
        RouteRequest base = RouteRequest.of("a");
        return Stream.of(
                with("a@1", RequestContext.builder().tenant("another")),
                with("a@1", RequestContext.builder().maxRetention(Duration.ofDays(1))),
                base.toBuilder()
                        .messages(List.of(Message.user("a@1")))
                        .system("Be brief.")
                        .build(),
                base.toBuilder()
                        .messages(List.of(Message.user("a@1")))
                        .maxTokens(5)
                        .build(),
                base.toBuilder()
                        .messages(List.of(Message.user("hi"), Message.assistant("ho"), Message.user("a@1")))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("others")
    void requestOfAnotherContext_isNeverCompared(RouteRequest other) {
        HybridRouter router = router();
        embedder.keeping(Duration.ZERO);
        route(router, RouteRequest.of("a"));

        assertThat(use(route(router, other))).isEqualTo(CacheUse.Kind.MISSED);
    }

    static Stream<RouteRequest> unsuitable() {
        Content image = new Content.Image("png", MediaSource.bytes(new byte[] {1}));
        return Stream.of(
                RouteRequest.of("a".repeat(2_001)),
                RouteRequest.builder()
                        .message(Message.user(Content.text("a"), Content.text("b")))
                        .build(),
                RouteRequest.builder().message(Message.user(image)).build(),
                RouteRequest.of("a").toBuilder()
                        .message(Message.assistant("And"))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("unsuitable")
    void requestThatDoesNotEndWithAShortTextOfAUser_isNotEmbedded(RouteRequest request) {
        route(router(), request);

        assertThat(embedder.calls).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"BYPASS", "REFRESH", "ONLY_IF_CACHED"})
    void otherModes_doNotAskTheEmbedder(CacheMode mode) {
        HybridRouter router = router();
        route(router, RouteRequest.of("a"));

        RouteResult result =
                route(router, with("b@0.99", RequestContext.builder().cacheMode(mode)));

        assertThat(use(result)).isNotEqualTo(CacheUse.Kind.SIMILAR);
        assertThat(embedder.calls).hasSize(1);
    }

    @Test
    void repeat_isAnsweredWithoutTheEmbedder() {
        HybridRouter router = router();
        route(router, RouteRequest.of("a"));

        assertThat(use(route(router, RouteRequest.of("a")))).isEqualTo(CacheUse.Kind.HIT);
        assertThat(embedder.calls).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void answerThatWasThrownAway_isNotGiven(Modes mode) {
        HybridRouter router = router();
        route(mode, router, RouteRequest.of("a"));
        router.cache().invalidate(Invalidation.tenant("default"));

        assertThat(text(route(mode, router, RouteRequest.of("b@0.99")))).isEqualTo("two");
    }

    @Test
    void answerThatIsThrownAwayWhileTheEmbedderWorks_isNotGiven() {
        HybridRouter router = router();
        route(router, RouteRequest.of("a"));
        CompletableFuture<Embedding> embedding = new CompletableFuture<>();
        embedder.behaving(call -> embedding);

        CompletableFuture<RouteResult> call = router.routeAsync(RouteRequest.of("b@0.99"));
        router.cache().invalidate(Invalidation.everything());
        embedding.complete(Embedding.of(FakeEmbedder.vector("b@0.99")));
        clock.advance(Duration.ofMillis(1));

        assertThat(text(call.join())).isEqualTo("two");
    }

    @Test
    void answerPastItsTime_isNotGiven() {
        HybridRouter router = router();
        route(router, RouteRequest.of("a"));
        clock.advance(TTL);

        assertThat(text(route(router, RouteRequest.of("b@0.99")))).isEqualTo("two");
    }

    static Stream<Arguments> broken() {
        Stream<Function<EmbeddingCall, @Nullable CompletionStage<Embedding>>> behaviours = Stream.of(
                call -> CompletableFuture.failedFuture(new ProviderException(FailureKind.THROTTLED, "slow down")),
                call -> CompletableFuture.failedFuture(new IllegalStateException("broken")),
                call -> CompletableFuture.completedFuture(Embedding.of(new float[] {1, 2, 3})),
                call -> CompletableFuture.completedFuture(Embedding.of(new float[] {0, 0})),
                call -> CompletableFuture.completedFuture(Embedding.of(new float[] {Float.NaN, 1})),
                call -> CompletableFuture.completedFuture(null),
                call -> new CompletableFuture<>(),
                call -> null,
                call -> {
                    throw new LinkageError("a library is missing");
                });
        List<Arguments> all = new ArrayList<>();
        behaviours.forEach(
                behaviour -> Stream.of(Modes.values()).forEach(mode -> all.add(Arguments.of(mode, behaviour))));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenEmbedder_failsNoRequest(
            Modes mode, Function<EmbeddingCall, @Nullable CompletionStage<Embedding>> behaviour) {
        HybridRouter router = router();
        embedder.behaving(behaviour);

        RouteResult result = route(mode, router, RouteRequest.of("a"));

        assertThat(text(result)).isEqualTo("one");
        assertThat(use(result)).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(use(route(mode, router, RouteRequest.of("a")))).isEqualTo(CacheUse.Kind.HIT);
        assertThat(clock.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void slowEmbedder_isCancelledAfterItsTime(Modes mode) {
        HybridRouter router = router(policy().timeLimit(Duration.ofMillis(200)).build());
        CompletableFuture<Embedding> embedding = new CompletableFuture<>();
        embedder.behaving(call -> embedding);

        Supplier<Optional<RouteResult>> call = mode.begin(router, RouteRequest.of("a"));
        clock.advance(Duration.ofMillis(199));
        assertThat(provider.history()).isEmpty();
        clock.advance(Duration.ofMillis(2));

        assertThat(embedding).isCancelled();
        assertThat(text(call.get().orElseThrow())).isEqualTo("one");
        assertThat(call.get().orElseThrow().decision().cost())
                .as("the embedder may have cost")
                .isEmpty();
    }

    @Test
    void embedder_getsAtMostAQuarterOfTheTimeThatIsLeft() {
        HybridRouter router = router();
        route(router, with("a", RequestContext.builder().deadline(Duration.ofSeconds(1))));

        assertThat(embedder.calls.get(0).timeLimit()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void embedderThatKeepsFailing_isLeftAlone_untilItIsTriedAgain() {
        HybridRouter router = router();
        embedder.behaving(call -> CompletableFuture.failedFuture(new IllegalStateException("broken")));
        for (int i = 0; i < 8; i++) {
            Supplier<Optional<RouteResult>> call = Modes.ASYNC.begin(router, RouteRequest.of("text " + i));
            assertThat(call.get()).isPresent();
        }
        assertThat(embedder.calls).hasSize(5);

        clock.advance(Duration.ofSeconds(6));
        route(router, RouteRequest.of("again"));

        assertThat(embedder.calls).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource
    void identicalRequests_shareOneLookUp_andOneCall(Modes mode) {
        HybridRouter router = router();
        CompletableFuture<Embedding> embedding = new CompletableFuture<>();
        embedder.behaving(call -> embedding);

        List<Supplier<Optional<RouteResult>>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(mode.begin(router, RouteRequest.of("a")));
        }
        assertThat(provider.history()).isEmpty();
        embedding.complete(Embedding.of(FakeEmbedder.vector("a"), FakeEmbedder.TOKENS));
        clock.advance(Duration.ofMillis(1));

        assertThat(calls)
                .allSatisfy(call -> assertThat(text(call.get().orElseThrow())).isEqualTo("one"));
        assertThat(embedder.calls).hasSize(1);
        assertThat(provider.history()).hasSize(1);
        assertThat(calls.stream().flatMap(call -> call.get().orElseThrow().decision().sideCalls().stream()))
                .as("one of them has paid")
                .hasSize(1);
        assertThat(calls.get(0).get().orElseThrow().decision().sideCalls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void identicalRequests_shareOneHit(Modes mode) {
        HybridRouter router = router();
        route(router, RouteRequest.of("a"));
        CompletableFuture<Embedding> embedding = new CompletableFuture<>();
        embedder.behaving(call -> embedding);

        Supplier<Optional<RouteResult>> first = mode.begin(router, RouteRequest.of("b@0.97"));
        Supplier<Optional<RouteResult>> second = mode.begin(router, RouteRequest.of("b@0.97"));
        Supplier<Optional<RouteResult>> stricter = mode.begin(router, atLeast(0.98, "b@0.97"));
        embedding.complete(Embedding.of(FakeEmbedder.vector("b@0.97"), FakeEmbedder.TOKENS));
        clock.advance(Duration.ofMillis(1));

        assertThat(use(first.get().orElseThrow())).isEqualTo(CacheUse.Kind.SIMILAR);
        assertThat(use(second.get().orElseThrow())).isEqualTo(CacheUse.Kind.SIMILAR);
        assertThat(use(stricter.get().orElseThrow())).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(first.get().orElseThrow().decision().cost()).contains(Money.usd("0.00001"));
        assertThat(second.get().orElseThrow().decision().cost()).contains(Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void failedLeader_letsTheOthersTry_withoutAnotherLookUp(Modes mode) {
        provider.reset();
        provider.onAny()
                .fail(FailureKind.AUTH)
                .after(Duration.ofMillis(5))
                .then()
                .reply("two");
        HybridRouter router = router();

        Supplier<Optional<RouteResult>> first = mode.begin(router, RouteRequest.of("a"));
        Supplier<Optional<RouteResult>> second = mode.begin(router, RouteRequest.of("a"));
        clock.advance(Duration.ofMinutes(2));

        assertThat(first.get()).isPresent();
        assertThat(second.get()).isPresent();
        assertThat(embedder.calls).hasSize(1);
    }

    @Test
    void callersWhoLeave_cancelTheEmbedder() {
        HybridRouter router = router();
        CompletableFuture<Embedding> embedding = new CompletableFuture<>();
        embedder.behaving(call -> embedding);

        CompletableFuture<RouteResult> call = router.routeAsync(RouteRequest.of("a"));
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(RouteRequest.of("a")).subscribe(probe);
        call.cancel(true);
        assertThat(embedding).as("another waits").isNotDone();
        probe.cancel();

        assertThat(embedding).isCancelled();
        clock.advance(Duration.ofSeconds(1));
        assertThat(provider.history()).isEmpty();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void closedRouter_cancelsTheEmbedder() {
        HybridRouter router = router();
        CompletableFuture<Embedding> embedding = new CompletableFuture<>();
        embedder.behaving(call -> embedding);
        CompletableFuture<RouteResult> call = router.routeAsync(RouteRequest.of("a"));

        router.close();

        assertThat(embedding).isCancelled();
        assertThat(call).isDone();
        assertThat(provider.history()).isEmpty();
    }

    @Test
    void residency_isAskedOfTheEmbedderToo() {
        RouteRequest bound =
                with("a", RequestContext.builder().residency(ResidencyRequirement.within("eu-central-1", "eu-west-1")));

        route(router(), bound);
        assertThat(embedder.calls).as("unknown").isEmpty();
        embedder.within("us-east-1");
        route(router(), bound);
        assertThat(embedder.calls).as("elsewhere").isEmpty();
        embedder.within("eu-west-1");
        route(router(), bound);
        assertThat(embedder.calls).hasSize(1);
    }

    @Test
    void retention_isAskedOfTheEmbedderToo() {
        RouteRequest bound = with("a", RequestContext.builder().maxRetention(Duration.ofDays(1)));

        route(router(), bound);
        embedder.keeping(Duration.ofDays(2));
        route(router(), bound);
        assertThat(embedder.calls).isEmpty();
        embedder.keeping(Duration.ofDays(1));
        route(router(), bound);
        assertThat(embedder.calls).hasSize(1);
    }

    @Test
    void vectors_goWithTheirAnswers_andTheOldestOfAContextFirst() {
        HybridRouter router = router(policy().maxEntriesPerContext(2).build());
        route(router, RouteRequest.of("a"));
        route(router, RouteRequest.of("b@0.5"));
        route(router, RouteRequest.of("c@-0.5"));

        assertThat(use(route(router, RouteRequest.of("d@0.99")))).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(use(route(router, RouteRequest.of("e@0.501"))))
                .as("b went for d")
                .isEqualTo(CacheUse.Kind.MISSED);
    }

    @Test
    void policy_wantsToKnowWhatIsToBeSaidOfWrongHits() {
        assertThatThrownBy(() -> SemanticPolicy.builder(embedder, 0.9).build())
                .hasMessageContaining("semantic.errorLimit: none");
        assertThatThrownBy(() -> SemanticPolicy.builder(embedder, 1.1)).hasMessageContaining("semantic.threshold");
        assertThatThrownBy(() -> policy().errorLimit(0.001, AnswerComparison.sameText()))
                .hasMessageContaining("at least 5073");
    }
}

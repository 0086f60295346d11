package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.cache.CacheExtent;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is remembered, for whom, how long, and what a request may want of it. Every token costs a micro-dollar. */
@ExtendWith(HybridRouterExtension.class)
class CacheTest {
    private static final RouteRequest REQUEST = RouteRequest.of("What is a router?");
    private static final Duration TTL = Duration.ofMinutes(10);

    private final ManualClock clock;
    private final ScriptedProvider provider;

    CacheTest(ManualClock clock, ScriptedProvider provider) {
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

    private HybridRouter router(CachePolicy policy) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .cache(policy)
                .build();
    }

    private HybridRouter router() {
        return router(CachePolicy.defaults());
    }

    private RouteResult route(Modes mode, HybridRouter router, RouteRequest request) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, request);
        clock.advance(Duration.ofMillis(1));
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended after " + clock.elapsed()));
    }

    private RouteResult route(HybridRouter router, RouteRequest request) {
        return route(Modes.ASYNC, router, request);
    }

    private static RouteRequest with(RequestContext.Builder context) {
        return REQUEST.toBuilder().context(context.build()).build();
    }

    private static RouteRequest with(CacheMode mode) {
        return with(RequestContext.builder().cacheMode(mode));
    }

    private static String text(RouteResult result) {
        return result.orElseThrow().text();
    }

    private static CacheUse.Kind use(RouteResult result) {
        return result.decision().cache().kind();
    }

    @ParameterizedTest
    @EnumSource
    void repeat_isAnsweredWithoutACall(Modes mode) {
        HybridRouter router = router();
        RouteResult first = route(mode, router, REQUEST);
        clock.advance(Duration.ofSeconds(5));

        RouteResult second = route(mode, router, RouteRequest.of("What is a router?"));

        assertThat(first.decision()).attempted("a");
        assertThat(use(first)).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(text(second)).isEqualTo("one");
        assertThat(second).servedBy("a");
        assertThat(second.decision().attempts()).isEmpty();
        assertThat(second.decision().cost()).contains(Money.ZERO);
        CacheUse cache = second.decision().cache();
        assertThat(cache.kind()).isEqualTo(CacheUse.Kind.HIT);
        assertThat(cache.age()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        assertThat(cache.saved()).contains(Money.usd("0.00005"));
        assertThat(provider.history()).hasSize(1);
    }

    @Test
    void stream_isReplayedFromTheAnswerOfACall() {
        HybridRouter router = router();
        route(Modes.ASYNC, router, REQUEST);

        StreamProbe<StreamEvent> probe = StreamProbe.requesting(2);
        router.stream(REQUEST).subscribe(probe);

        assertThat(probe.events()).hasSize(2);
        assertThat(probe.events().get(0)).isInstanceOf(StreamEvent.Opened.class);
        probe.request(1);
        probe.assertRulesKept();
        assertThat(probe.text()).isEqualTo("one");
        assertThat(probe.isComplete()).isTrue();
        assertThat(provider.history()).hasSize(1);
    }

    @Test
    void call_isAnsweredFromARecordedStream() {
        provider.reset();
        provider.onAny().reply("hel", "lo");
        HybridRouter router = router();
        route(Modes.STREAM, router, REQUEST);

        RouteResult result = route(Modes.ASYNC, router, REQUEST);

        assertThat(text(result)).isEqualTo("hello");
        assertThat(use(result)).isEqualTo(CacheUse.Kind.HIT);
    }

    @ParameterizedTest
    @EnumSource
    void answer_isForgottenAfterItsTime(Modes mode) {
        HybridRouter router = router();
        route(mode, router, REQUEST);
        clock.advance(TTL);

        assertThat(text(route(mode, router, REQUEST))).isEqualTo("two");
    }

    @Test
    void ttl_followsOperationAndCost() {
        HybridRouter router = router(CachePolicy.builder()
                .ttl(OperationType.BACKGROUND, Duration.ofHours(1))
                .ttlFromCost(Money.usd("0.00005"), Duration.ofMinutes(30))
                .build());
        RouteRequest background = with(RequestContext.builder().operation(OperationType.BACKGROUND));

        route(router, REQUEST);
        clock.advance(Duration.ofMinutes(29));
        assertThat(text(route(router, REQUEST))).as("it cost enough").isEqualTo("one");
        clock.advance(Duration.ofMinutes(2));
        assertThat(text(route(router, background))).isEqualTo("two");
        clock.advance(Duration.ofMinutes(59));
        assertThat(text(route(router, REQUEST))).as("operation types share").isEqualTo("two");
        clock.advance(Duration.ofMinutes(2));
        assertThat(text(route(router, REQUEST))).isEqualTo("three");
    }

    @ParameterizedTest
    @EnumSource
    void tenants_neverShare(Modes mode) {
        HybridRouter router = router();
        route(mode, router, with(RequestContext.builder().tenant("one")));

        RouteResult other = route(mode, router, with(RequestContext.builder().tenant("two")));

        assertThat(text(other)).isEqualTo("two");
        assertThat(use(other)).isEqualTo(CacheUse.Kind.MISSED);
    }

    @Test
    void partition_partsRequestsFurther() {
        HybridRouter router = router(CachePolicy.builder()
                .partition(context -> context.tags().getOrDefault("locale", ""))
                .build());
        route(router, with(RequestContext.builder().tags(Map.of("locale", "de", "trace", "1"))));

        assertThat(text(route(router, with(RequestContext.builder().tags(Map.of("locale", "fr"))))))
                .isEqualTo("two");
        assertThat(text(route(router, with(RequestContext.builder().tags(Map.of("locale", "de", "trace", "2"))))))
                .isEqualTo("one");
    }

    @Test
    void normalizer_takesOutWhatDoesNotMatter_andTargetsGetItAllTheSame() {
        HybridRouter router = router(CachePolicy.builder()
                .normalizer(request -> RouteRequest.builder()
                        .user("the same")
                        .context(request.context())
                        .build())
                .build());
        route(router, REQUEST);

        assertThat(text(route(router, RouteRequest.of("What is a router? trace 17"))))
                .isEqualTo("one");
        assertThat(provider.history().get(0).call().request()).isSameAs(REQUEST);
    }

    @ParameterizedTest
    @EnumSource
    void bypass_neitherReadsNorWrites(Modes mode) {
        HybridRouter router = router();

        RouteResult first = route(mode, router, with(CacheMode.BYPASS));
        RouteResult second = route(mode, router, REQUEST);

        assertThat(use(first)).isEqualTo(CacheUse.Kind.NONE);
        assertThat(text(second)).isEqualTo("two");
        assertThat(text(route(mode, router, with(CacheMode.BYPASS)))).isEqualTo("three");
    }

    @ParameterizedTest
    @EnumSource
    void refresh_writesAndDoesNotRead(Modes mode) {
        HybridRouter router = router();
        route(mode, router, REQUEST);

        assertThat(text(route(mode, router, with(CacheMode.REFRESH)))).isEqualTo("two");
        assertThat(text(route(mode, router, REQUEST))).isEqualTo("two");
    }

    @ParameterizedTest
    @EnumSource
    void onlyIfCached_sendsNothing(Modes mode) {
        HybridRouter router = router();

        RouteResult result = route(mode, router, with(CacheMode.ONLY_IF_CACHED));

        assertThat(result).isRejectedFor(RejectionReason.NOT_CACHED);
        assertThat(provider.history()).isEmpty();
        route(mode, router, REQUEST);
        assertThat(text(route(mode, router, with(CacheMode.ONLY_IF_CACHED)))).isEqualTo("one");
    }

    @Test
    void temperatureAboveThePolicys_isNotCached() {
        HybridRouter router = router(CachePolicy.builder().maxTemperature(0.2).build());
        RouteRequest cool = REQUEST.toBuilder()
                .parameters(InferenceParameters.builder().temperature(0.2).build())
                .build();

        assertThat(use(route(router, REQUEST))).as("unset is 1").isEqualTo(CacheUse.Kind.NONE);
        assertThat(use(route(router, cool))).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(use(route(router, cool))).isEqualTo(CacheUse.Kind.HIT);
    }

    @ParameterizedTest
    @EnumSource
    void answerThatIsCut_isNotRemembered(Modes mode) {
        provider.reset();
        provider.onAny().reply("cut").stopReason(StopReason.MAX_TOKENS).then().reply("whole");
        HybridRouter router = router();
        route(mode, router, REQUEST);

        assertThat(text(route(mode, router, REQUEST))).isEqualTo("whole");
    }

    @Test
    void answerThatAGuardrailTouched_isNotRemembered() {
        provider.reset();
        provider.onAny()
                .reply("masked")
                .stopReason(StopReason.GUARDRAIL_INTERVENED)
                .then()
                .reply("whole");
        HybridRouter router = router();
        route(router, REQUEST);

        assertThat(text(route(router, REQUEST))).isEqualTo("whole");
    }

    @ParameterizedTest
    @EnumSource
    void toolUse_isRememberedOnlyIfThePolicySaysSo(Modes mode) {
        Content.ToolUse use = new Content.ToolUse("t1", "weather", Json.object("{\"city\":\"Paris\"}"));
        provider.reset();
        provider.onAny().content(use).stopReason(StopReason.TOOL_USE);

        for (boolean remembered : new boolean[] {false, true}) {
            CachePolicy.Builder policy = CachePolicy.builder();
            HybridRouter router = router(remembered ? policy.rememberToolUses().build() : policy.build());
            route(mode, router, REQUEST);
            RouteResult second = route(mode, router, REQUEST);

            assertThat(use(second)).isEqualTo(remembered ? CacheUse.Kind.HIT : CacheUse.Kind.MISSED);
            assertThat(second.orElseThrow().response().toolUses()).containsExactly(use);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failure_isNeverRemembered(Modes mode) {
        provider.reset();
        provider.onAny().fail(FailureKind.INVALID_REQUEST).then().reply("fine");
        HybridRouter router = router();
        route(mode, router, REQUEST);

        assertThat(text(route(mode, router, REQUEST))).isEqualTo("fine");
    }

    @ParameterizedTest
    @EnumSource
    void staleWhileRevalidate_answersAtOnceAndFetchesOnce(Modes mode) {
        HybridRouter router = router(CachePolicy.builder()
                .staleWhileRevalidate(Duration.ofMinutes(5))
                .build());
        route(mode, router, REQUEST);
        provider.reset();
        provider.onAny().reply("new").after(Duration.ofSeconds(1));
        clock.advance(TTL.plusMinutes(1));

        RouteResult stale = route(mode, router, REQUEST);
        RouteResult again = route(mode, router, REQUEST);
        clock.advance(Duration.ofSeconds(1));
        RouteResult fresh = route(mode, router, REQUEST);

        assertThat(text(stale)).isEqualTo("one");
        assertThat(use(stale)).isEqualTo(CacheUse.Kind.STALE);
        assertThat(stale.decision().cache().age()).isGreaterThan(TTL);
        assertThat(use(again)).isEqualTo(CacheUse.Kind.STALE);
        assertThat(text(fresh)).isEqualTo("new");
        assertThat(use(fresh)).isEqualTo(CacheUse.Kind.HIT);
        assertThat(provider.history()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void answerThatReplacesAStaleOne_isRememberedForItsOwnTime(Modes mode) {
        HybridRouter router = router(CachePolicy.builder()
                .staleWhileRevalidate(Duration.ofMinutes(5))
                .build());
        route(mode, router, REQUEST);
        clock.advance(TTL.plusMinutes(4));
        RouteResult stale = route(mode, router, REQUEST);
        clock.advance(TTL.minusMinutes(1));

        RouteResult fresh = route(mode, router, REQUEST);

        assertThat(use(stale)).isEqualTo(CacheUse.Kind.STALE);
        assertThat(use(fresh)).isEqualTo(CacheUse.Kind.HIT);
        assertThat(provider.history()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void staleIfError_standsInForTargetsThatFail(Modes mode) {
        HybridRouter router = router(
                CachePolicy.builder().staleIfError(Duration.ofMinutes(30)).build());
        route(mode, router, REQUEST);
        provider.reset();
        provider.onAny().fail(FailureKind.UNAVAILABLE);
        clock.advance(TTL.plusMinutes(20));

        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        clock.advance(Duration.ofSeconds(20));
        RouteResult result = call.get().orElseThrow();

        assertThat(text(result)).isEqualTo("one");
        assertThat(use(result)).isEqualTo(CacheUse.Kind.STALE_IF_ERROR);
        assertThat(result.decision().attempts()).as("what was tried is told").isNotEmpty();
        clock.advance(Duration.ofMinutes(20));
        Supplier<Optional<RouteResult>> later = mode.begin(router, REQUEST);
        clock.advance(Duration.ofSeconds(20));
        assertThat(later.get().orElseThrow()).failedWith(FailureKind.UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource
    void staleIfError_doesNotStandInForWhatTheRequestItselfBrought(Modes mode) {
        HybridRouter router = router(
                CachePolicy.builder().staleIfError(Duration.ofMinutes(30)).build());
        route(mode, router, REQUEST);
        provider.reset();
        provider.onAny().fail(FailureKind.GUARDRAIL_BLOCKED);
        clock.advance(TTL.plusMinutes(20));

        assertThat(route(mode, router, REQUEST)).failedWith(FailureKind.GUARDRAIL_BLOCKED);
    }

    @Test
    void invalidation_throwsAwayWhatItNames() {
        HybridRouter router = router();
        List<Invalidation> ways = List.of(
                Invalidation.everything(),
                Invalidation.tenant("default"),
                Invalidation.tag("topic", "routers"),
                Invalidation.model("scripted-model"),
                Invalidation.request(REQUEST));
        RouteRequest tagged = with(RequestContext.builder().tags(Map.of("topic", "routers")));
        provider.reset();
        provider.onAny().reply("answer");

        for (Invalidation way : ways) {
            route(router, tagged);
            int before = provider.history().size();
            CacheExtent preview = router.cache().preview(way);
            assertThat(use(route(router, tagged)))
                    .as("a preview changes nothing")
                    .isEqualTo(CacheUse.Kind.HIT);

            assertThat(router.cache().invalidate(way)).as("%s", way).isEqualTo(preview);

            assertThat(preview.answers()).isEqualTo(1);
            assertThat(preview.bytes()).isPositive();
            assertThat(router.cache().extent()).isEqualTo(CacheExtent.NOTHING);
            assertThat(use(route(router, tagged))).as("%s", way).isEqualTo(CacheUse.Kind.MISSED);
            assertThat(provider.history()).hasSize(before + 1);
        }
    }

    @Test
    void invalidation_leavesTheRest() {
        HybridRouter router = router();
        route(router, REQUEST);

        for (Invalidation way : List.of(
                Invalidation.tenant("other"),
                Invalidation.tag("topic", "routers"),
                Invalidation.model("other"),
                Invalidation.request(RouteRequest.of("What else?")))) {
            assertThat(router.cache().invalidate(way)).as("%s", way).isEqualTo(CacheExtent.NOTHING);
        }
        assertThat(use(route(router, REQUEST))).isEqualTo(CacheUse.Kind.HIT);
    }

    @ParameterizedTest
    @EnumSource
    void invalidation_reachesWhatIsInProgress(Modes mode) {
        provider.reset();
        provider.onAny().reply("old").after(Duration.ofSeconds(1)).then().reply("new");
        HybridRouter router = router();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        router.cache().invalidate(Invalidation.everything());
        clock.advance(Duration.ofSeconds(1));

        assertThat(text(call.get().orElseThrow())).isEqualTo("old");
        assertThat(text(route(mode, router, REQUEST))).isEqualTo("new");
    }

    @Test
    void size_isBounded() {
        HybridRouter router = router(CachePolicy.builder().maxBytes(10_000).build());
        provider.reset();
        provider.onAny().reply("x".repeat(1_000));

        for (int i = 0; i < 50; i++) {
            route(router, RouteRequest.of("question " + i));
        }

        assertThat(router.cache().extent().bytes()).isBetween(2_500L, 10_000L);
    }

    @Test
    void closedRouter_answersNothing() {
        HybridRouter router = router();
        route(router, REQUEST);
        router.close();

        assertThat(route(router, REQUEST)).isRejectedFor(RejectionReason.ROUTER_CLOSED);
        assertThat(route(Modes.STREAM, router, REQUEST)).isRejectedFor(RejectionReason.ROUTER_CLOSED);
    }

    @Test
    void withoutACache_nothingIsRemembered() {
        HybridRouter router = Routers.over(clock, provider, "a").build();
        route(router, REQUEST);

        RouteResult second = route(router, REQUEST);

        assertThat(text(second)).isEqualTo("two");
        assertThat(use(second)).isEqualTo(CacheUse.Kind.NONE);
        assertThat(router.cache().invalidate(Invalidation.everything())).isEqualTo(CacheExtent.NOTHING);
    }
}

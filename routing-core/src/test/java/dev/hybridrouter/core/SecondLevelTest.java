package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import dev.hybridrouter.test.ScriptedSharedCache.Trouble;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two routers that share answers, and a store of them that is slow, broken or dishonest. */
@ExtendWith(HybridRouterExtension.class)
class SecondLevelTest {
    private static final RouteRequest REQUEST = RouteRequest.of("What is a router?");
    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final byte[] SECRET =
            "a secret of 32 bytes or even more".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final ScriptedSharedCache store;
    private Meters meters = new Meters(); // those of the newest router

    SecondLevelTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.store = ScriptedSharedCache.create(clock);
        provider.onAny()
                .reply("one")
                .usage(TokenUsage.of(30, 20))
                .then()
                .reply("two")
                .then()
                .reply("three");
    }

    private SecondLevel.Builder second() {
        return SecondLevel.builder(store, SECRET);
    }

    private HybridRouterBuilder builder(CachePolicy policy) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .cache(policy);
    }

    private HybridRouter router(CachePolicy.Builder policy) {
        meters = new Meters();
        return builder(policy.build())
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .meterRegistry(meters.registry())
                .build();
    }

    private HybridRouter router() {
        return router(CachePolicy.builder().secondLevel(second().build()));
    }

    private Supplier<Optional<RouteResult>> begin(Modes mode, HybridRouter router, RouteRequest request) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, request);
        clock.advance(Duration.ofMillis(1));
        return call;
    }

    private RouteResult route(Modes mode, HybridRouter router, RouteRequest request) {
        return begin(mode, router, request).get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    private RouteResult route(HybridRouter router, RouteRequest request) {
        return route(Modes.ASYNC, router, request);
    }

    private static RouteRequest with(RequestContext.Builder context) {
        return REQUEST.toBuilder().context(context.build()).build();
    }

    private static String text(RouteResult result) {
        return result.orElseThrow().text();
    }

    private static CacheUse.Kind use(RouteResult result) {
        return result.decision().cache().kind();
    }

    private double calls(String call, String result) {
        return meters.registry()
                .get("hybridrouter.cache.second")
                .tags("call", call, "result", result)
                .functionCounter()
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void answer_isFoundByAnotherRouter(Modes mode) {
        route(mode, router(), REQUEST);
        clock.advance(Duration.ofSeconds(5));

        RouteResult second = route(mode, router(), REQUEST);

        assertThat(text(second)).isEqualTo("one");
        assertThat(second).servedBy("a");
        assertThat(second.decision().attempts()).isEmpty();
        assertThat(use(second)).isEqualTo(CacheUse.Kind.HIT);
        assertThat(second.decision().cache().age()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_010));
        assertThat(second.decision().cache().saved()).contains(Money.usd("0.00005"));
        assertThat(second.orElseThrow().response().usage()).isEqualTo(TokenUsage.of(30, 20));
        assertThat(provider.history()).hasSize(1);
    }

    @Test
    void answerThatWasFound_isRememberedForTheRestOfItsTime() {
        route(router(), REQUEST);
        clock.advance(Duration.ofMinutes(6));
        HybridRouter other = router();
        route(other, REQUEST);
        clock.advance(Duration.ofMinutes(3));

        assertThat(use(route(other, REQUEST))).isEqualTo(CacheUse.Kind.HIT);
        assertThat(store.finds()).as("once by each router").isEqualTo(2);
        clock.advance(Duration.ofMinutes(2));
        assertThat(text(route(other, REQUEST))).isEqualTo("two");
    }

    @Test
    void answerOfOthers_isNoFresherThanTheOwnPolicySays() {
        route(router(), REQUEST);
        clock.advance(Duration.ofMinutes(6));

        HybridRouter strict =
                router(CachePolicy.builder().ttl(Duration.ofMinutes(5)).secondLevel(second().build()));

        assertThat(text(route(strict, REQUEST))).isEqualTo("two");
    }

    @ParameterizedTest
    @EnumSource
    void identicalRequests_searchOnce_andMakeOneCall(Modes mode) {
        provider.reset();
        provider.onAny().reply("one").after(Duration.ofSeconds(1));
        store.latency(Duration.ofMillis(10));
        HybridRouter router = router();

        List<Supplier<Optional<RouteResult>>> calls = List.of(
                begin(mode, router, REQUEST),
                begin(Modes.ASYNC, router, REQUEST),
                begin(Modes.STREAM, router, REQUEST));
        clock.advance(Duration.ofSeconds(2));

        assertThat(calls)
                .allSatisfy(call -> assertThat(text(call.get().orElseThrow())).isEqualTo("one"));
        assertThat(calls.stream().map(call -> use(call.get().orElseThrow())))
                .containsExactly(CacheUse.Kind.MISSED, CacheUse.Kind.JOINED, CacheUse.Kind.JOINED);
        assertThat(store.finds()).isEqualTo(1);
        assertThat(provider.history()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void identicalRequests_allGetWhatIsFound(Modes mode) {
        route(router(), REQUEST);
        store.latency(Duration.ofMillis(10));
        HybridRouter router = router();

        var first = begin(mode, router, REQUEST);
        var second = begin(Modes.STREAM, router, REQUEST);
        clock.advance(Duration.ofMillis(10));

        assertThat(use(first.get().orElseThrow())).isEqualTo(CacheUse.Kind.HIT);
        assertThat(use(second.get().orElseThrow())).isEqualTo(CacheUse.Kind.HIT);
        assertThat(provider.history()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void slowStore_delaysNoLongerThanItsLimit(Modes mode) {
        store.latency(Duration.ofSeconds(10));
        HybridRouter router = router();

        var call = begin(mode, router, REQUEST);
        clock.advance(LIMIT.minusMillis(2));
        assertThat(call.get()).isEmpty();
        clock.advance(Duration.ofMillis(1));

        assertThat(text(call.get().orElseThrow())).isEqualTo("one");
        assertThat(store.cancelled()).as("nobody waits for it").isEqualTo(1);
        assertThat(calls("find", "timeout")).isEqualTo(1);
        router.close();
    }

    @ParameterizedTest
    @EnumSource
    void search_neverOutlivesTheDeadline(Modes mode) {
        store.trouble(Trouble.HANGS);
        HybridRouter router = router();

        var call = begin(mode, router, with(RequestContext.builder().deadline(Duration.ofMillis(20))));
        clock.advance(Duration.ofMillis(19));

        assertThat(call.get().orElseThrow()).isRejectedFor(RejectionReason.DEADLINE);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void brokenStore_failsNoRequest_andIsLeftAloneSoon(Trouble trouble) {
        provider.reset();
        provider.onAny().reply("fine");
        store.trouble(trouble);
        HybridRouter router = router();

        for (int i = 0; i < 20; i++) {
            var call = Modes.ASYNC.begin(router, RouteRequest.of("question " + i));
            clock.advance(LIMIT);
            assertThat(text(call.get().orElseThrow())).isEqualTo("fine");
        }
        assertThat(store.finds()).as("until the breaker opened").isBetween(3, 10);
        assertThat(use(route(router, RouteRequest.of("question 1")))).isEqualTo(CacheUse.Kind.HIT);

        store.trouble(Trouble.NONE);
        clock.advance(Duration.ofSeconds(6));
        int before = store.finds();
        route(router, RouteRequest.of("another"));
        assertThat(store.finds()).as("after its probation").isEqualTo(before + 1);
        router.close();
    }

    @Test
    void openBreaker_costsNoTime() {
        provider.reset();
        provider.onAny().reply("fine");
        store.trouble(Trouble.HANGS);
        HybridRouter router = router();
        for (int i = 0; i < 10; i++) {
            Modes.ASYNC.begin(router, RouteRequest.of("question " + i));
            clock.advance(LIMIT);
        }

        RouteResult result = Modes.ASYNC.begin(router, REQUEST).get().orElseThrow();

        assertThat(result.decision().elapsed()).isZero();
        assertThat(calls("find", "skipped")).isPositive();
        router.close();
    }

    @Test
    void anyChangedBit_isAMiss() {
        route(router(), REQUEST);
        var key = store.keys().iterator().next();
        int length = store.bytes(key).orElseThrow().length;
        provider.reset();
        provider.onAny().reply("new");

        for (int bit = 0; bit < 8 * length; bit += 5) {
            int flipped = bit;
            store.tampering(bytes -> {
                bytes[flipped / 8] ^= (byte) (1 << flipped % 8);
                return bytes;
            });
            HybridRouter router = router(
                    CachePolicy.builder().secondLevel(second().maxAnswerBytes(1).build())); // reads only
            assertThat(text(route(router, REQUEST))).as("bit " + bit).isEqualTo("new");
        }
    }

    @Test
    void cutOrEmptyBytes_areAMiss() {
        route(router(), REQUEST);
        store.tampering(bytes -> new byte[0]);

        assertThat(text(route(router(), REQUEST))).isEqualTo("two");
        assertThat(calls("find", "unusable")).isEqualTo(1);
    }

    @Test
    void anotherSecret_findsNothing() {
        route(router(), REQUEST);
        HybridRouter stranger = router(CachePolicy.builder()
                .secondLevel(SecondLevel.builder(store, new byte[32]).build()));

        assertThat(text(route(stranger, REQUEST))).isEqualTo("two");
    }

    @Test
    void storeThatMixesKeysUp_givesNoTenantTheAnswerOfAnother() {
        HybridRouter first = router();
        route(first, with(RequestContext.builder().tenant("one")));
        route(first, with(RequestContext.builder().tenant("two")));
        store.mixUp();
        HybridRouter second = router();

        assertThat(text(route(second, with(RequestContext.builder().tenant("one")))))
                .isEqualTo("three");
        assertThat(calls("find", "unusable")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void tenants_neverShare(Modes mode) {
        route(mode, router(), with(RequestContext.builder().tenant("one")));

        RouteResult other = route(mode, router(), with(RequestContext.builder().tenant("two")));

        assertThat(text(other)).isEqualTo("two");
        assertThat(store.keys()).extracting("tenant").doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void residency_needsAStoreInside() {
        HybridRouter router = builder(
                        CachePolicy.builder().secondLevel(second().build()).build())
                .target(provider.target("a")
                        .destinations(new Destinations(Set.of("eu-central-1"), LocalDate.EPOCH, "declared"))
                        .build())
                .build();
        RouteRequest inside = with(RequestContext.builder().residency(ResidencyRequirement.within("eu-central-1")));

        route(router, inside);
        assertThat(store.finds() + store.puts()).as("unknown").isZero();

        store.handling(at(new Destinations(Set.of("eu-central-1", "us-east-1"), LocalDate.EPOCH, "declared")));
        route(router, inside.toBuilder().system("outside").build());
        assertThat(store.finds() + store.puts()).as("partly outside").isZero();

        store.handling(at(new Destinations(Set.of("eu-central-1"), LocalDate.EPOCH, "declared")));
        route(router, inside.toBuilder().system("inside").build());
        assertThat(store.finds()).isEqualTo(1);
        assertThat(store.puts()).isEqualTo(1);
    }

    @Test
    void retention_boundsHowLongTheStoreKeepsIt() {
        HybridRouter router = builder(
                        CachePolicy.builder().secondLevel(second().build()).build())
                .target(provider.target("a").retention(Duration.ZERO).build())
                .build();

        route(router, with(RequestContext.builder().maxRetention(Duration.ZERO)));
        assertThat(store.puts()).isZero();

        RouteRequest shortly = with(RequestContext.builder().maxRetention(Duration.ofMinutes(1)));
        route(router, shortly);
        clock.advance(Duration.ofMinutes(1));
        HybridRouter other = builder(
                        CachePolicy.builder().secondLevel(second().build()).build())
                .target(provider.target("a").retention(Duration.ZERO).build())
                .build();
        assertThat(use(route(other, shortly))).isEqualTo(CacheUse.Kind.MISSED);
        router.close(); // they have yet to clear their memories of it
        other.close();
    }

    private record Shy() implements ProviderOptions {}

    @Test
    void requestWithoutCanonicalForm_staysInTheProcess() {
        HybridRouter router = router();
        RouteRequest request = REQUEST.toBuilder().options(new Shy()).build();

        route(router, request);

        assertThat(store.finds() + store.puts()).isZero();
        assertThat(use(route(router, request))).isEqualTo(CacheUse.Kind.HIT);
    }

    @Test
    void answerOfATargetThatIsNotOurs_orMayNotServe_isNotGiven() {
        route(router(), REQUEST);
        CachePolicy policy = CachePolicy.builder().secondLevel(second().build()).build();
        HybridRouter unknown =
                builder(policy).target(provider.target("b").build()).build();
        HybridRouter choosy = builder(policy)
                .target(provider.target("a").build())
                .target(provider.target("c").build())
                .constraint((request, view) -> view.target().id().value().equals("a")
                        ? Optional.of(Rejection.of(RejectionReason.CUSTOM, "not for us", "none"))
                        : Optional.empty())
                .build();

        assertThat(route(choosy, REQUEST)).servedBy("c");
        store.remove(new dev.hybridrouter.spi.cache.SharedScope.Everything());
        route(router(), REQUEST);
        assertThat(route(unknown, REQUEST)).servedBy("b");
    }

    @Test
    void toolUse_isNotTakenFromOthersWhereThePolicyForbidsIt() {
        Content.ToolUse use = new Content.ToolUse("t1", "weather", Json.object("{}"));
        provider.reset();
        provider.onAny().content(use).stopReason(StopReason.TOOL_USE).then().reply("plain");
        route(router(CachePolicy.builder().rememberToolUses().secondLevel(second().build())), REQUEST);
        assertThat(store.puts()).isEqualTo(1);

        assertThat(text(route(router(), REQUEST))).isEqualTo("plain");
    }

    @ParameterizedTest
    @EnumSource
    void onlyIfCached_asksTheStoreToo(Modes mode) {
        HybridRouter router = router();
        RouteRequest only = with(RequestContext.builder().cacheMode(CacheMode.ONLY_IF_CACHED));

        assertThat(route(mode, router, only)).isRejectedFor(RejectionReason.NOT_CACHED);
        assertThat(provider.history()).isEmpty();
        route(router, REQUEST);

        assertThat(text(route(mode, router(), only))).isEqualTo("one");
    }

    @ParameterizedTest
    @EnumSource
    void refresh_writesAndDoesNotSearch(Modes mode) {
        HybridRouter router = router();
        route(router, REQUEST);

        route(mode, router, with(RequestContext.builder().cacheMode(CacheMode.REFRESH)));

        assertThat(store.finds()).isEqualTo(1);
        assertThat(text(route(router(), REQUEST))).isEqualTo("two");
    }

    @ParameterizedTest
    @EnumSource
    void bypass_doesNeither(Modes mode) {
        route(mode, router(), with(RequestContext.builder().cacheMode(CacheMode.BYPASS)));

        assertThat(store.finds() + store.puts()).isZero();
    }

    @Test
    void invalidation_reachesTheStore() {
        List<Invalidation> scopes = List.of(
                Invalidation.everything(),
                Invalidation.tenant("acme"),
                Invalidation.tag("team", "blue"),
                Invalidation.model("scripted-model"),
                Invalidation.request(with(RequestContext.builder().tenant("acme"))));
        RouteRequest request = with(RequestContext.builder().tenant("acme").tags(Map.of("team", "blue")));
        HybridRouter router = router();
        route(router, with(RequestContext.builder().tenant("other")));

        for (Invalidation scope : scopes) {
            route(router, request);
            assertThat(store.keys()).as(scope.toString()).hasSizeBetween(1, 2);
            int before = store.keys().size();
            clock.advance(Duration.ofMillis(1));
            router.cache().invalidate(scope);
            assertThat(store.keys()).as(scope.toString()).hasSizeLessThan(before);
            clock.advance(Duration.ofMillis(1));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILS", "HANGS"})
    void invalidation_holdsHereEvenIfTheStoreDoesNotRemove(Trouble trouble) {
        HybridRouter router = router();
        route(router, REQUEST);
        clock.advance(Duration.ofMillis(1));
        store.trouble(trouble);
        router.cache().invalidate(Invalidation.tenant("default"));
        clock.advance(Duration.ofSeconds(2));
        store.trouble(Trouble.NONE);

        assertThat(text(route(router, REQUEST))).isEqualTo("two");
        assertThat(store.keys()).hasSize(1);
    }

    @Test
    void answerThrownAwayWhileItIsWritten_isRemovedAgain() {
        HybridRouter router = router();
        route(router, REQUEST);
        clock.advance(Duration.ofMillis(1));
        store.latency(Duration.ofMillis(20));
        Modes.ASYNC.begin(router, REQUEST.toBuilder().system("written slowly").build());
        clock.advance(Duration.ofMillis(30));
        store.latency(Duration.ZERO);

        router.cache().invalidate(Invalidation.everything());
        assertThat(store.keys()).as("the store cannot know yet").isEmpty();
        clock.advance(Duration.ofMillis(30));

        assertThat(store.puts()).isEqualTo(2);
        assertThat(store.keys()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void answerFoundWhileThrownAway_isNotGiven(Modes mode) {
        route(router(), REQUEST);
        store.latency(Duration.ofMillis(10));
        HybridRouter router = router();

        var call = begin(mode, router, REQUEST);
        router.cache().invalidate(Invalidation.everything());
        clock.advance(Duration.ofMillis(30));

        assertThat(text(call.get().orElseThrow())).isEqualTo("two");
    }

    @Test
    void writes_areBounded() {
        provider.reset();
        provider.onAny().reply("fine");
        HybridRouter router =
                router(CachePolicy.builder().secondLevel(second().maxWrites(2).build()));
        store.latency(Duration.ofMillis(20));

        for (int i = 0; i < 5; i++) {
            Modes.ASYNC.begin(router, RouteRequest.of("question " + i));
        }
        clock.advance(Duration.ofMillis(30));

        assertThat(store.puts()).isEqualTo(2);
        assertThat(calls("store", "skipped")).isEqualTo(3);
        clock.advance(Duration.ofMillis(20));
        assertThat(calls("store", "done")).isEqualTo(2);
        begin(Modes.ASYNC, router, REQUEST);
        clock.advance(Duration.ofMillis(50));
        assertThat(store.puts()).isEqualTo(3);
    }

    @Test
    void largeAnswers_areNotWritten() {
        HybridRouter router = router(
                CachePolicy.builder().secondLevel(second().maxAnswerBytes(50).build()));

        route(router, REQUEST);

        assertThat(store.puts()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void lastCallerThatLeaves_endsTheSearch(Modes mode) {
        store.trouble(Trouble.HANGS);
        HybridRouter router = router();
        var first = router.routeAsync(REQUEST);
        var second = router.routeAsync(REQUEST);

        first.cancel(true);
        assertThat(store.cancelled()).isZero();
        second.cancel(true);

        assertThat(store.cancelled()).isEqualTo(1);
        assertThat(provider.history()).isEmpty();
        assertThat(calls("find", "cancelled")).isEqualTo(1);
        store.trouble(Trouble.NONE);
        assertThat(text(route(mode, router, REQUEST))).isEqualTo("one");
    }

    @Test
    void callThatFollowsASearch_isNotCancelledWhileOthersWant() {
        provider.reset();
        provider.onAny().reply("one").after(Duration.ofSeconds(1));
        HybridRouter router = router();
        var first = router.routeAsync(REQUEST);
        var second = router.routeAsync(REQUEST);

        first.cancel(true);
        clock.advance(Duration.ofSeconds(2));

        assertThat(text(second.join())).isEqualTo("one");
        assertThat(provider.history()).hasSize(1);
        assertThat(provider.cancelled()).isZero();
    }

    @Test
    void closing_endsSearchesAndWrites() {
        store.trouble(Trouble.HANGS);
        HybridRouter router = router();
        var waiting = router.routeAsync(REQUEST);

        router.close();

        assertThat(waiting.join()).isRejectedFor(RejectionReason.CANCELLED);
        assertThat(provider.history()).isEmpty();
    }

    @Test
    void secretThatIsTooShort_isRefused() {
        assertThatThrownBy(() -> SecondLevel.builder(store, new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secondLevel.secret");
    }

    @Test
    void meters_endWithTheRouter() {
        HybridRouter router = router();
        assertThat(meters.has("hybridrouter.cache.second")).isTrue();

        router.close();

        assertThat(meters.has("hybridrouter.cache.second")).isFalse();
    }

    private static Handling at(Destinations destinations) {
        return Handling.builder().destinations(destinations).build();
    }
}

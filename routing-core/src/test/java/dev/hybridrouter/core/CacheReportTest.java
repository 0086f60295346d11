package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheReport;
import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.cache.MissCause;
import dev.hybridrouter.api.cache.MissCount;
import dev.hybridrouter.api.cache.OperationUse;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Message;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Why answers were missed. Every call costs 50 micro-dollars. */
@ExtendWith(HybridRouterExtension.class)
class CacheReportTest {
    private static final RouteRequest REQUEST =
            RouteRequest.builder().system("Be brief.").user("What is a router?").build();
    private static final Money COST = Money.usd("0.00005");

    private final ManualClock clock;
    private final ScriptedProvider provider;

    CacheReportTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.onAny().reply("fine").usage(TokenUsage.of(30, 20));
    }

    private HybridRouter router(CachePolicy.Builder policy) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .cache(policy.build())
                .build();
    }

    private HybridRouter router() {
        return router(CachePolicy.builder().explainMisses(100));
    }

    private RouteResult route(Modes mode, HybridRouter router, RouteRequest request) {
        var call = mode.begin(router, request);
        clock.advance(Duration.ofMillis(1));
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    private RouteResult route(HybridRouter router, RouteRequest request) {
        return route(Modes.ASYNC, router, request);
    }

    private static RouteRequest with(RequestContext.Builder context) {
        return REQUEST.toBuilder().context(context.build()).build();
    }

    private static OperationUse standard(HybridRouter router) {
        return router.cache().report().operations().stream()
                .filter(use -> use.operation().equals(OperationType.STANDARD))
                .findFirst()
                .orElseThrow();
    }

    private static MissCount once(MissCause.Kind kind, String detail) {
        return new MissCount(new MissCause(kind, detail), 1, COST, 0);
    }

    private static final MissCount NEW = once(MissCause.Kind.NEW, "");

    @ParameterizedTest
    @EnumSource
    void report_countsUsesByOperationType(Modes mode) {
        HybridRouter router = router();
        route(mode, router, REQUEST);
        route(mode, router, REQUEST);
        route(mode, router, with(RequestContext.builder().cacheMode(CacheMode.BYPASS)));
        route(mode, router, with(RequestContext.builder().operation(OperationType.BACKGROUND)));

        OperationUse use = standard(router);

        assertThat(use.requests()).isEqualTo(2);
        assertThat(use.hits()).isEqualTo(1);
        assertThat(use.misses()).isEqualTo(1);
        assertThat(use.unasked()).isEqualTo(1);
        assertThat(use.causes()).containsExactly(NEW);
        assertThat(router.cache().report().operations())
                .extracting(line -> line.operation().name())
                .containsExactly("BACKGROUND", "STANDARD");
    }

    @Test
    void expired_whenItsTimeIsOver() {
        HybridRouter router = router();
        route(router, REQUEST);
        clock.advance(Duration.ofMinutes(10));
        route(router, REQUEST);

        assertThat(standard(router).causes()).containsExactlyInAnyOrder(NEW, once(MissCause.Kind.EXPIRED, ""));
    }

    @Test
    void evicted_alsoWhenItsTimeWouldBeOverSince_forALongerOneWouldNotHaveHelped() {
        HybridRouter router = router(CachePolicy.builder().maxBytes(1).explainMisses(100));
        route(router, REQUEST);
        clock.advance(Duration.ofMinutes(10));
        route(router, REQUEST);

        assertThat(standard(router).causes()).containsExactlyInAnyOrder(NEW, once(MissCause.Kind.EVICTED, ""));
    }

    @Test
    void differs_onlyFromWhatIsStillThere() {
        HybridRouter router = router(CachePolicy.builder().maxBytes(1).explainMisses(100));
        route(router, REQUEST);
        route(router, REQUEST.toBuilder().system("another").build());

        assertThat(standard(router).causes())
                .extracting(count -> count.cause().kind())
                .containsOnly(MissCause.Kind.NEW);
    }

    @Test
    void evicted_whenThereWasNoRoom() {
        HybridRouter router = router(CachePolicy.builder().maxBytes(1).explainMisses(100));
        route(router, REQUEST);
        route(router, REQUEST);

        assertThat(standard(router).causes()).containsExactlyInAnyOrder(NEW, once(MissCause.Kind.EVICTED, ""));
    }

    @Test
    void invalidated_whenItWasThrownAway() {
        HybridRouter router = router();
        route(router, REQUEST);
        router.cache().invalidate(Invalidation.tenant("default"));
        route(router, REQUEST);

        assertThat(standard(router).causes()).containsExactlyInAnyOrder(NEW, once(MissCause.Kind.INVALIDATED, ""));
    }

    @Test
    void notStorable_whenTheAnswerCouldNotBeKept() {
        provider.reset();
        provider.onAny().reply("cut").usage(TokenUsage.of(30, 20)).stopReason(StopReason.MAX_TOKENS);
        HybridRouter router = router();
        route(router, REQUEST);
        route(router, REQUEST);

        assertThat(standard(router).causes())
                .containsExactlyInAnyOrder(NEW, once(MissCause.Kind.NOT_STORABLE, "stopped by max_tokens"));
    }

    @Test
    void notStorable_whenThereWasNoAnswer() {
        provider.reset();
        provider.onAny().fail(FailureKind.INVALID_REQUEST);
        HybridRouter router = router();
        route(router, REQUEST);
        route(router, REQUEST);

        assertThat(standard(router).causes())
                .extracting(MissCount::cause)
                .containsExactlyInAnyOrder(
                        MissCause.of(MissCause.Kind.NEW), new MissCause(MissCause.Kind.NOT_STORABLE, "no answer"));
    }

    @Test
    void refreshed_whenTheRequestWantedANewAnswer() {
        HybridRouter router = router();
        route(router, REQUEST);
        route(router, with(RequestContext.builder().cacheMode(CacheMode.REFRESH)));

        assertThat(standard(router).causes()).containsExactlyInAnyOrder(NEW, once(MissCause.Kind.REFRESHED, ""));
    }

    @Test
    void differs_namesTheField() {
        Map<String, RouteRequest> changes = Map.of(
                "system", REQUEST.toBuilder().system("It is noon.").build(),
                "earlier messages",
                        RouteRequest.builder()
                                .system("Be brief.")
                                .message(Message.user("Hello"))
                                .message(Message.assistant("Hello"))
                                .user("What is a router?")
                                .build(),
                "max tokens", REQUEST.toBuilder().maxTokens(7).build(),
                "temperature",
                        REQUEST.toBuilder()
                                .parameters(InferenceParameters.builder()
                                        .temperature(0.5)
                                        .build())
                                .build(),
                "max tokens and top p",
                        REQUEST.toBuilder()
                                .parameters(InferenceParameters.builder()
                                        .maxTokens(7)
                                        .topP(0.5)
                                        .build())
                                .build(),
                "partition", with(RequestContext.builder().tags(Map.of("user", "7"))));
        changes.forEach((field, changed) -> {
            HybridRouter router = router(CachePolicy.builder()
                    .partition(context -> context.tags().getOrDefault("user", ""))
                    .explainMisses(100));
            route(router, REQUEST);
            route(router, changed);

            assertThat(standard(router).causes())
                    .as(field)
                    .containsExactlyInAnyOrder(NEW, once(MissCause.Kind.DIFFERS, field));
        });
    }

    @Test
    void differs_namesTheNearest_andComparesWithWhatIsStillRemembered() {
        HybridRouter router = router();
        route(router, REQUEST);
        clock.advance(Duration.ofMinutes(10));
        RouteRequest far = REQUEST.toBuilder().system("1").maxTokens(7).build();
        route(router, far);
        route(router, far.toBuilder().maxTokens(8).build());

        assertThat(standard(router).causes())
                .containsExactlyInAnyOrder(
                        new MissCount(MissCause.of(MissCause.Kind.NEW), 2, Money.usd("0.0001"), 0),
                        once(MissCause.Kind.DIFFERS, "max tokens"));
    }

    @Test
    void tenants_areNeverCompared() {
        HybridRouter router = router();
        route(router, with(RequestContext.builder().tenant("one")));
        route(router, with(RequestContext.builder().tenant("two")));

        assertThat(standard(router).causes())
                .containsExactly(new MissCount(MissCause.of(MissCause.Kind.NEW), 2, Money.usd("0.0001"), 0));
    }

    @Test
    void memory_isBounded_theEldestGoFirst() {
        HybridRouter router = router(CachePolicy.builder().explainMisses(2));
        for (int i = 0; i < 3; i++) {
            route(router, RouteRequest.of("question " + i));
        }
        router.cache().invalidate(Invalidation.everything());
        for (int i = 0; i < 3; i++) {
            route(router, RouteRequest.of("question " + (2 - i)));
        }

        assertThat(standard(router).causes())
                .extracting(MissCount::misses)
                .as("three new ones and the eldest, which is new again; two thrown away")
                .containsExactly(4L, 2L);
    }

    @Test
    void onlyIfCached_isAMissThatCostNothing() {
        HybridRouter router = router();
        route(router, with(RequestContext.builder().cacheMode(CacheMode.ONLY_IF_CACHED)));

        assertThat(standard(router).causes())
                .containsExactly(new MissCount(MissCause.of(MissCause.Kind.NEW), 1, Money.ZERO, 0));
    }

    @Test
    void withoutBeingAsked_nothingIsKept() {
        HybridRouter router = router(CachePolicy.builder());
        route(router, REQUEST);

        assertThat(router.cache().report()).isEqualTo(CacheReport.nothing());
    }

    @Test
    void report_holdsNoText() {
        HybridRouter router = router();
        route(router, with(RequestContext.builder().tenant("acme")));
        route(router, REQUEST.toBuilder().system("secret").build());

        assertThat(router.cache().report().toString() + router.cache().report().text())
                .doesNotContain("router", "brief", "secret", "acme");
    }

    @Test
    void text_isAsInTheGoldenFile() throws IOException {
        HybridRouter router = router();
        route(router, REQUEST);
        route(router, REQUEST);
        for (int i = 0; i < 3; i++) {
            route(router, REQUEST.toBuilder().system("It is " + i + " o'clock.").build());
        }
        clock.advance(Duration.ofMinutes(10));
        route(router, REQUEST);
        route(router, with(RequestContext.builder().cacheMode(CacheMode.BYPASS)));
        route(router, with(RequestContext.builder().operation(OperationType.BACKGROUND)));
        provider.reset();
        provider.onAny().reply("cut").usage(TokenUsage.unknown()).stopReason(StopReason.MAX_TOKENS);
        List<RouteRequest> cut = List.of(RouteRequest.of("Long?"), RouteRequest.of("Long?"));
        cut.forEach(request -> route(router, request));

        try (var golden = CacheReportTest.class.getResourceAsStream("cache-report.txt")) {
            String expected = new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(router.cache().report().text()).isEqualTo(expected);
        }
    }
}

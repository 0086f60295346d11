package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The meters of a router: names, tags and values. */
@ExtendWith(HybridRouterExtension.class)
class MicrometerListenerTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final Set<String> TARGET_TAGS = Set.of("provider", "model", "region", "target");
    private final Meters meters = new Meters();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    MicrometerListenerTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .target(provider.target("a")
                        .region("eu-central-1")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .target(provider.target("b").build())
                .meterRegistry(meters.registry())
                .build();
    }

    private RouteResult route(Modes mode, HybridRouter router, Duration time) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        clock.advance(time);
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended after " + clock.elapsed()));
    }

    @ParameterizedTest
    @EnumSource
    void request_whenAnswered_isTimedWithItsAttemptAndTokens(Modes mode) {
        provider.on("a").reply("hello").tokens(12, 3).after(Duration.ofMillis(250));

        route(mode, router(), Duration.ofSeconds(1));

        Meters.assertTimed(meters.request("answered", "false", "none"), 1, Duration.ofMillis(250));
        Meters.assertTimed(meters.attempt("a", "primary", "none"), 1, Duration.ofMillis(250));
        assertThat(meters.tokens("a", "input")).isEqualTo(12);
        assertThat(meters.tokens("a", "output")).isEqualTo(3);
        assertThat(meters.registry().get("hybridrouter.attempt").timer().getId().getTags())
                .contains(
                        Tag.of("provider", "scripted"),
                        Tag.of("model", "scripted-model"),
                        Tag.of("region", "eu-central-1"));
    }

    @Test
    void activeGauge_ofARouterBuiltAnew_showsTheNewOne() {
        provider.on("a").hang();
        router().close();
        assertThat(meters.has("hybridrouter.request.active")).isFalse();

        HybridRouter second = Routers.over(clock, provider, "a")
                .meterRegistry(meters.registry())
                .build();
        var unused = second.routeAsync(REQUEST);

        assertThat(meters.active().value()).isEqualTo(1);
        second.close();
    }

    @ParameterizedTest
    @EnumSource
    void request_whenAnsweredByAFallback_isDegradedAndEachAttemptTimed(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(30)).after(Duration.ofMillis(40));
        provider.on("b").reply("hello").after(Duration.ofMillis(60));

        route(mode, router(), Duration.ofSeconds(1));

        Meters.assertTimed(meters.request("answered", "true", "none"), 1, Duration.ofMillis(100));
        Meters.assertTimed(meters.attempt("a", "primary", "throttled"), 1, Duration.ofMillis(40));
        Meters.assertTimed(meters.attempt("b", "fallback", "none"), 1, Duration.ofMillis(60));
        assertThat(meters.registry()
                        .get("hybridrouter.attempt")
                        .tags("target", "b", "region", "none")
                        .timers())
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void request_whenAllFail_isTimedByItsLastFailure(Modes mode) {
        provider.on("a").fail(FailureKind.OTHER);
        provider.on("b").fail(FailureKind.CONTENT_FILTERED);

        route(mode, router(), Duration.ZERO);

        Meters.assertTimed(meters.request("failed", "false", "content_filtered"), 1, Duration.ZERO);
        Meters.assertTimed(meters.attempt("a", "primary", "other"), 1, Duration.ZERO);
        Meters.assertTimed(meters.attempt("b", "fallback", "content_filtered"), 1, Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void request_whenRejected_isTimedByItsReasonWithoutAttempt(Modes mode) {
        provider.onAny().fail(FailureKind.MODEL_NOT_FOUND);
        HybridRouter router = router();
        route(mode, router, Duration.ZERO);

        assertThat(route(mode, router, Duration.ZERO)).isRejectedFor(RejectionReason.MISCONFIGURED);

        Meters.assertTimed(meters.request("rejected", "false", "misconfigured"), 1, Duration.ZERO);
        Meters.assertTimed(meters.request("failed", "false", "model_not_found"), 1, Duration.ZERO);
        assertThat(meters.registry().get("hybridrouter.attempt").timers()).hasSize(2);
    }

    @Test
    void request_whenTheFutureIsCancelled_isTimedAsCancelled() {
        provider.on("a").hang();
        var call = router().routeAsync(REQUEST);
        clock.advance(Duration.ofMillis(300));

        assertThat(call.cancel(true)).isTrue();

        Meters.assertTimed(meters.request("failed", "false", "cancelled"), 1, Duration.ofMillis(300));
        Meters.assertTimed(meters.attempt("a", "primary", "cancelled"), 1, Duration.ofMillis(300));
    }

    @Test
    void request_whenTheSubscriptionIsCancelled_isTimedAsCancelled() {
        provider.on("a").reply("hel", "lo").hangAfter(1);
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router().stream(REQUEST).subscribe(probe);
        clock.advance(Duration.ofMillis(300));

        probe.cancel();

        Meters.assertTimed(meters.request("failed", "false", "cancelled"), 1, Duration.ofMillis(300));
        Meters.assertTimed(meters.attempt("a", "primary", "cancelled"), 1, Duration.ofMillis(300));
    }

    @Test
    void retry_isTimedAsItsOwnKind() {
        provider.on("a").fail(FailureKind.SERVER_ERROR).then().reply("hello");

        route(Modes.ASYNC, router(), Duration.ofSeconds(1));

        assertThat(meters.attempt("a", "primary", "server_error").count()).isEqualTo(1);
        assertThat(meters.attempt("a", "retry", "none").count()).isEqualTo(1);
    }

    @Test
    void operation_whenTheRouteMatrixDoesNotKnowIt_isOther() {
        provider.on("a").reply("hello");
        RequestContext context = RequestContext.builder()
                .operation(new OperationType("MADE_UP_BY_A_TENANT"))
                .build();

        router().route(REQUEST.toBuilder().context(context).build());

        assertThat(meters.registry().get("hybridrouter.request").timer().getId().getTag("operation"))
                .isEqualTo("OTHER");
    }

    @ParameterizedTest
    @EnumSource
    void activeGauge_countsWhatIsInFlightAndReturnsToZero(Modes mode) {
        provider.on("a").hang();
        HybridRouter router = router();
        var first = mode.begin(router, REQUEST);
        var second = mode.begin(router, REQUEST);
        Gauge active = meters.active();
        assertThat(active.value()).isEqualTo(2);

        provider.failNext(FailureKind.INVALID_REQUEST);
        assertThat(active.value()).isEqualTo(1);
        router.close();

        assertThat(first.get()).isPresent();
        assertThat(second.get()).isPresent();
        assertThat(active.value()).isZero();
        route(mode, router, Duration.ZERO);
        assertThat(active.value()).isZero();
    }

    @Test
    void meters_whateverTheOutcome_haveOneSetOfTagKeysForEachName() {
        HybridRouter router = router();
        for (Modes mode : Modes.values()) {
            provider.onAny()
                    .reply("hello")
                    .usage(TokenUsage.builder().input(1).cacheRead(1).build());
            route(mode, router, Duration.ZERO);
            for (FailureKind kind : FailureKind.values()) {
                provider.onAny().fail(kind).then().reply("hello").tokens(1, 1);
                route(mode, router, Duration.ofMinutes(2));
                route(mode, router, Duration.ofMinutes(2));
            }
        }
        provider.onAny().fail(FailureKind.AUTH);
        route(Modes.ASYNC, router, Duration.ofMinutes(2));
        route(Modes.ASYNC, router, Duration.ZERO);

        assertThat(meters.names())
                .containsExactly(
                        "hybridrouter.attempt",
                        "hybridrouter.cost",
                        "hybridrouter.cost.unknown",
                        "hybridrouter.kill_switch.engaged",
                        "hybridrouter.listener.failures",
                        "hybridrouter.request",
                        "hybridrouter.request.active",
                        "hybridrouter.router",
                        "hybridrouter.tokens",
                        "hybridrouter.ttfc");
        assertThat(meters.keySets("hybridrouter.request"))
                .containsExactly(Set.of("operation", "outcome", "degraded", "error.type"));
        assertThat(meters.keySets("hybridrouter.request.active")).containsExactly(Set.of("router"));
        assertThat(meters.keySets("hybridrouter.attempt")).containsExactly(targetTagsAnd("kind", "error.type"));
        assertThat(meters.keySets("hybridrouter.cost")).containsExactly(targetTagsAnd("kind", "estimated"));
        assertThat(meters.keySets("hybridrouter.cost.unknown")).containsExactly(targetTagsAnd("kind"));
        assertThat(meters.keySets("hybridrouter.tokens")).containsExactly(targetTagsAnd("token.type"));
        assertThat(meters.keySets("hybridrouter.ttfc")).containsExactly(TARGET_TAGS);
        assertThat(meters.keySets("hybridrouter.listener.failures")).containsExactly(Set.of("listener"));
        assertThat(meters.registry().getMeters()).allSatisfy(MicrometerListenerTest::assertDescribed);
    }

    private static Set<String> targetTagsAnd(String... keys) {
        Set<String> all = new TreeSet<>(TARGET_TAGS);
        all.addAll(List.of(keys));
        return all;
    }

    private static void assertDescribed(Meter meter) {
        assertThat(meter.getId().getDescription()).isNotBlank();
        assertThat(meter.getId().getTags())
                .allSatisfy(tag -> assertThat(tag.getValue()).isNotBlank());
    }
}

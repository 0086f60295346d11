package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.core.policy.AttemptBudgetPolicy;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when attempts fail, in every mode. */
@ExtendWith(HybridRouterExtension.class)
class FailureScenarioTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final ManualClock clock;
    private final ScriptedProvider provider;

    FailureScenarioTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private RouteResult ended(Supplier<Optional<RouteResult>> call) {
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended after " + clock.elapsed()));
    }

    private RouteResult route(Modes mode, HybridRouter router, Duration time) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        clock.advance(time);
        return ended(call);
    }

    @ParameterizedTest
    @EnumSource
    void firstTargetThrottled_answersFromTheSecondAtOnce(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(30));
        provider.on("b").reply("hello").tokens(3, 1);

        RouteResult result = route(mode, Routers.over(clock, provider, "a", "b").build(), Duration.ZERO);

        assertThat(result).servedBy("b").isDegraded().attempted("a", "b");
        assertThat(result).attemptKinds(AttemptKind.PRIMARY, AttemptKind.FALLBACK);
    }

    @ParameterizedTest
    @EnumSource
    void throttledTarget_isRankedLastUntilItsTimeIsOver(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(30)).then().reply("again");
        provider.on("b").reply("hello");
        HybridRouter router = Routers.over(clock, provider, "a", "b").build();
        route(mode, router, Duration.ZERO);

        assertThat(route(mode, router, Duration.ZERO)).ranked("b", "a").attempted("b");
        clock.advance(Duration.ofSeconds(30));
        assertThat(route(mode, router, Duration.ZERO)).ranked("a", "b").servedBy("a");
    }

    @ParameterizedTest
    @EnumSource
    void onlyTargetThrottled_waitsAsAskedAndRetries(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(7)).then().reply("hello");
        HybridRouter router = Routers.over(clock, provider, "a").build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        clock.advance(Duration.ofMillis(6_999));
        assertThat(call.get()).isEmpty();
        clock.advance(Duration.ofMillis(1));

        assertThat(ended(call)).servedBy("a").attemptKinds(AttemptKind.PRIMARY, AttemptKind.RETRY);
    }

    @ParameterizedTest
    @EnumSource
    void retryAfterBeyondTheDeadline_endsAtOnceWithTheThrottling(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(30));
        HybridRouter router = Routers.over(clock, provider, "a").build();
        RouteRequest request = REQUEST.toBuilder()
                .context(
                        RequestContext.builder().deadline(Duration.ofSeconds(5)).build())
                .build();

        RouteResult result = ended(mode.begin(router, request));

        assertThat(result).failedWith(FailureKind.THROTTLED).attempted("a").within(Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void serverError_isRetriedOnceOnTheSameTargetThenFallsBack(Modes mode) {
        provider.on("a").fail(FailureKind.SERVER_ERROR);
        provider.on("b").reply("hello");

        RouteResult result = route(mode, Routers.over(clock, provider, "a", "b").build(), Duration.ofSeconds(1));

        assertThat(result).servedBy("b").attempted("a", "a", "b");
        assertThat(result).attemptKinds(AttemptKind.PRIMARY, AttemptKind.RETRY, AttemptKind.FALLBACK);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"INVALID_REQUEST", "CONTENT_FILTERED", "GUARDRAIL_BLOCKED", "CANCELLED"})
    void finalKinds_areNeitherRetriedNorSentElsewhere(FailureKind kind) {
        provider.on("a").fail(kind);
        provider.on("b").reply("must not be asked");

        for (Modes mode : Modes.values()) {
            RouteResult result =
                    route(mode, Routers.over(clock, provider, "a", "b").build(), Duration.ZERO);
            assertThat(result).failedWith(kind).attempted("a").neverTouched("b");
        }
    }

    @ParameterizedTest
    @EnumSource
    void unsupported_goesToAnotherTarget_andBlamesNobody(Modes mode) {
        provider.on("a").fail(FailureKind.UNSUPPORTED);
        provider.on("b").reply("hello");
        HybridRouter router = Routers.over(clock, provider, "a", "b").build();

        for (int i = 0; i < 10; i++) {
            RouteResult result = route(mode, router, Duration.ZERO);
            assertThat(result).servedBy("b").attempted("a", "b");
        }
    }

    @ParameterizedTest
    @EnumSource
    void contextTooLong_goesOnlyWhereTheWindowIsLarger(Modes mode) {
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .target(provider.target("small").contextWindow(8_000).build())
                .target(provider.target("unknown").build())
                .target(provider.target("same").contextWindow(8_000).build())
                .target(provider.target("large").contextWindow(200_000).build())
                .build();
        provider.on("small").fail(FailureKind.CONTEXT_TOO_LONG);
        provider.on("large").reply("fits");

        assertThat(route(mode, router, Duration.ZERO)).servedBy("large").attempted("small", "large");
    }

    @ParameterizedTest
    @EnumSource
    void hangingTarget_leavesRoomForTheNext(Modes mode) {
        provider.on("a").hang();
        provider.on("b").reply("hello");
        HybridRouter router = Routers.over(clock, provider, "a", "b").build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        clock.advance(Duration.ofSeconds(20));
        assertThat(call.get()).isEmpty();
        clock.advance(Duration.ofMillis(100));

        assertThat(ended(call)).servedBy("b").attempted("a", "b");
        assertThat(provider.cancelled()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyTargetHangs_endsAtTheDeadlineWithATimeout(Modes mode) {
        provider.onAny().hang();

        RouteResult result = route(mode, Routers.over(clock, provider, "a", "b").build(), Duration.ofSeconds(30));

        assertThat(result).failedWith(FailureKind.TIMEOUT).attempted("a", "b").within(Duration.ofSeconds(30));
        assertThat(provider.cancelled()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void emptyAnswer_isTypedAndTriedElsewhere(Modes mode) {
        provider.on("a").content().tokens(5, 0);
        provider.on("b").content().tokens(5, 0);

        RouteResult result = route(mode, Routers.over(clock, provider, "a", "b").build(), Duration.ZERO);

        assertThat(result).failedWith(FailureKind.EMPTY).attempted("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void guardrailThatLeavesNothing_isFinal(Modes mode) {
        provider.on("a").content().stopReason(StopReason.GUARDRAIL_INTERVENED);
        provider.on("b").reply("unguarded");

        RouteResult result = route(mode, Routers.over(clock, provider, "a", "b").build(), Duration.ZERO);

        assertThat(result).failedWith(FailureKind.GUARDRAIL_BLOCKED).neverTouched("b");
    }

    @ParameterizedTest
    @EnumSource
    void brokenAdapter_isOtherAndTheNextTargetAnswers(Modes mode) {
        provider.on("a").raise(new IllegalStateException("a bug"));
        provider.on("b").returnNull();
        provider.on("c").reply("hello");

        RouteResult result =
                route(mode, Routers.over(clock, provider, "a", "b", "c").build(), Duration.ZERO);

        assertThat(result).servedBy("c").attempted("a", "b", "c");
        assertThat(result.decision().attempts().get(1).failure().orElseThrow().kind())
                .isEqualTo(FailureKind.OTHER);
    }

    @ParameterizedTest
    @EnumSource
    void maxAttempts_boundsAllExtraAttemptsTogether(Modes mode) {
        provider.onAny().fail(FailureKind.SERVER_ERROR);
        HybridRouter router = Routers.over(clock, provider, "a", "b", "c", "d")
                .retry(RetryPolicy.builder().maxAttempts(3).build())
                .build();

        assertThat(route(mode, router, Duration.ofSeconds(29))).attempted("a", "a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void emptyAttemptBudget_allowsNoExtraAttempt(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(1));
        HybridRouter router = Routers.over(clock, provider, "a", "b")
                .attemptBudget(new AttemptBudgetPolicy(0, 0, 0))
                .build();

        assertThat(route(mode, router, Duration.ofSeconds(5)))
                .failedWith(FailureKind.THROTTLED)
                .attempted("a");
    }

    @ParameterizedTest
    @EnumSource
    void leavingATargetWhoseBreakerOpened_costsNoBudget(Modes mode) {
        provider.on("a").fail(FailureKind.OTHER);
        provider.on("b").reply("hello");
        HybridRouter router = Routers.over(clock, provider, "a", "b")
                .attemptBudget(new AttemptBudgetPolicy(0, 0, 0))
                .breaker(BreakerPolicy.builder().failures(1).build())
                .build();

        assertThat(route(mode, router, Duration.ZERO)).servedBy("b").attempted("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void deadTarget_isLeftAloneThenProbedByOneAttempt(Modes mode) {
        provider.on("a").fail(FailureKind.OTHER).times(5).then().reply("back");
        provider.on("b").reply("hello");
        HybridRouter router = Routers.over(clock, provider, "a", "b").build();
        for (int i = 0; i < 5; i++) {
            route(mode, router, Duration.ZERO);
        }

        assertThat(route(mode, router, Duration.ZERO))
                .rejected("a", RejectionReason.BREAKER_OPEN)
                .attempted("b");
        clock.advance(Duration.ofSeconds(5));
        assertThat(route(mode, router, Duration.ZERO)).servedBy("a");
    }

    @ParameterizedTest
    @EnumSource
    void allTargetsDead_rejectsWithEachReason(Modes mode) {
        provider.onAny().fail(FailureKind.OTHER);
        HybridRouter router = Routers.over(clock, provider, "a", "b").build();
        for (int i = 0; i < 5; i++) {
            route(mode, router, Duration.ZERO);
        }

        RouteResult result = route(mode, router, Duration.ZERO);

        assertThat(result).isRejectedFor(RejectionReason.BREAKER_OPEN);
        assertThat(result.decision().attempts()).isEmpty();
        assertThat(result.decision().candidates()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void misconfiguredTarget_isLeftAloneUntilRechecked(Modes mode) {
        provider.on("a").fail(FailureKind.MODEL_NOT_FOUND).then().reply("repaired");
        provider.on("b").reply("hello");
        HybridRouter router = Routers.over(clock, provider, "a", "b").build();

        assertThat(route(mode, router, Duration.ZERO)).servedBy("b").attempted("a", "b");
        assertThat(route(mode, router, Duration.ZERO)).rejected("a", RejectionReason.MISCONFIGURED);
        clock.advance(Duration.ofSeconds(60));
        assertThat(route(mode, router, Duration.ZERO)).servedBy("a");
    }

    @ParameterizedTest
    @EnumSource
    void oneRefusalOfCredentials_takesTheTargetFromNobodyElse(Modes mode) {
        provider.on("a").fail(FailureKind.AUTH).then().reply("refreshed");
        provider.on("b").reply("hello");
        HybridRouter router = Routers.over(clock, provider, "a", "b").build();

        assertThat(route(mode, router, Duration.ZERO)).servedBy("b").attempted("a", "b");
        assertThat(route(mode, router, Duration.ZERO)).servedBy("a");
    }

    @ParameterizedTest
    @EnumSource
    void whatATargetDoesNotSupport_anotherIsAsked_andItsHealthIsAsBefore(Modes mode) {
        provider.on("a").fail(FailureKind.UNSUPPORTED);
        provider.on("b").reply("hello");
        HybridRouter router = Routers.over(clock, provider, "a", "b").build();

        for (int i = 0; i < 20; i++) {
            assertThat(route(mode, router, Duration.ZERO)).servedBy("b").attempted("a", "b");
        }
    }

    @Test
    void cancelledFuture_cancelsTheCallOnTheWire() {
        provider.on("a").hang();
        HybridRouter router = Routers.over(clock, provider, "a").build();
        var call = router.routeAsync(REQUEST);

        assertThat(call.cancel(true)).isTrue();

        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void cancelledFutureInAPause_leavesNothingBehind() {
        provider.on("a").throttle(Duration.ofSeconds(2));
        HybridRouter router = Routers.over(clock, provider, "a").build();
        var call = router.routeAsync(REQUEST);

        call.cancel(false);
        clock.advance(Duration.ofSeconds(10));

        assertThat(provider.history()).hasSize(1);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void close_endsWhatIsInFlightAndRefusesTheRest() {
        provider.on("a").hang();
        HybridRouter router = Routers.over(clock, provider, "a").build();
        var call = router.routeAsync(REQUEST);
        Supplier<Optional<RouteResult>> stream = Modes.STREAM.begin(router, REQUEST);

        router.close();

        assertThat(call.join()).failedWith(FailureKind.CANCELLED);
        assertThat(ended(stream)).failedWith(FailureKind.CANCELLED);
        assertThat(router.route(REQUEST)).isRejectedFor(RejectionReason.ROUTER_CLOSED);
        assertThat(ended(Modes.STREAM.begin(router, REQUEST))).isRejectedFor(RejectionReason.ROUTER_CLOSED);
        assertThat(provider.isClosed()).isTrue();
    }
}

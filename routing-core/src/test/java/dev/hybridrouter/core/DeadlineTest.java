package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedCall;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The deadline holds even where timers are late, hosts slow and providers absurd. */
@ExtendWith(HybridRouterExtension.class)
class DeadlineTest {
    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final RouteRequest REQUEST = RouteRequest.builder()
            .user("hi")
            .context(RequestContext.builder().deadline(DEADLINE).build())
            .build();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    DeadlineTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private static RouteResult ended(Supplier<Optional<RouteResult>> call) {
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    private Constraint takingTime(Duration time) {
        return (request, view) -> {
            clock.advance(time);
            return Optional.empty();
        };
    }

    @ParameterizedTest
    @EnumSource
    void retry_whenItsTimerIsLate_isNotStartedAfterTheDeadline(Modes mode) {
        provider.on("a").fail(FailureKind.SERVER_ERROR).then().reply("too late");
        long late = Duration.ofSeconds(1).toNanos();
        HybridRouter router = Routers.over(clock, provider, "a")
                .scheduler((task, delayNanos) -> clock.schedule(task, delayNanos + late))
                .build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        clock.advance(Duration.ofSeconds(10));

        assertThat(ended(call)).failedWith(FailureKind.SERVER_ERROR).attempted("a");
        assertThat(provider.history()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void fallback_withLessThanAMillisecondLeft_isNotStarted(Modes mode) {
        provider.on("a").fail(FailureKind.SERVER_ERROR).after(DEADLINE.minusNanos(999_999));
        provider.on("b").reply("at the last moment");
        HybridRouter router = Routers.over(clock, provider, "a", "b")
                .retry(RetryPolicy.builder().attemptShare(1).build())
                .build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        clock.advance(DEADLINE);

        assertThat(ended(call)).failedWith(FailureKind.SERVER_ERROR).attempted("a");
        assertThat(provider.history()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void request_whenPlanningTookAllItsTime_isNotSent(Modes mode) {
        HybridRouter router = Routers.over(clock, provider, "a", "b")
                .constraint(takingTime(DEADLINE))
                .build();

        RouteResult result = ended(mode.begin(router, REQUEST));

        assertThat(result).isRejectedFor(RejectionReason.DEADLINE);
        assertThat(provider.history()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void request_whenPlanningTookAllItsTimeAndRejectedSome_isRejectedForTheTime(Modes mode) {
        HybridRouter router = Routers.over(clock, provider, "a")
                .target(provider.target("unfit").capabilities(Set.of()).build())
                .constraint(takingTime(DEADLINE))
                .build();
        RouteRequest request = REQUEST.toBuilder().system("be brief").build();

        RouteResult result = ended(mode.begin(router, request));

        assertThat(((RouteResult.Rejected) result).reasons())
                .extracting(Rejection::reason)
                .containsExactly(RejectionReason.DEADLINE);
    }

    @ParameterizedTest
    @EnumSource
    void eachAttempt_isToldNoMoreTimeThanIsLeft(Modes mode) {
        provider.onAny().hang();
        HybridRouter router = Routers.over(clock, provider, "a", "b", "c").build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        clock.advance(DEADLINE);

        assertThat(ended(call)).failedWith(FailureKind.TIMEOUT).attempted("a", "b", "c");
        assertThat(provider.history()).allSatisfy(DeadlineTest::endedWithinItsLimit);
    }

    @Test
    void timeLimit_countsFromBeforeTheAdapterIsCalled() {
        provider.on("a").hang();
        Duration marshalling = Duration.ofMillis(100);
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(new WatchedAdapter(provider, () -> clock.advance(marshalling), () -> {}))
                .target(provider.target("a").build())
                .clock(clock)
                .scheduler(clock)
                .build();
        Supplier<Optional<RouteResult>> call = Modes.ASYNC.begin(router, REQUEST);

        clock.advance(DEADLINE.minus(marshalling));

        assertThat(ended(call)).failedWith(FailureKind.TIMEOUT).within(DEADLINE);
    }

    private static void endedWithinItsLimit(ScriptedCall call) {
        Duration limit = call.call().timeLimit();
        assertThat(call.startedAfter().plus(limit)).isLessThanOrEqualTo(DEADLINE);
        assertThat(call.endedAfter()).hasValue(call.startedAfter().plus(limit));
    }

    @ParameterizedTest
    @EnumSource
    void retryAfter_whenItIsMoreThanNanosecondsCanCount_isBeyondTheDeadline(Modes mode) {
        provider.on("a")
                .fail(ProviderFailure.builder(FailureKind.THROTTLED, "scripted")
                        .retryAfter(Duration.ofSeconds(Long.MAX_VALUE))
                        .build());
        HybridRouter router = Routers.over(clock, provider, "a").build();

        assertThat(ended(mode.begin(router, REQUEST)))
                .failedWith(FailureKind.THROTTLED)
                .attempted("a");
    }
}

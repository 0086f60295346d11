package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.test.AllowLeftovers;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.Leftover;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Blocking calls on a clock that only the test moves: they never wait for ever. */
@ExtendWith(HybridRouterExtension.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandingClockTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final HybridRouter router;

    StandingClockTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.router = Routers.over(clock, provider, "a").build();
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("would block", "clock.advancing()", "clock.allowBlocking()");
    }

    @Test
    void route_inThePauseBeforeARetry_failsAtOnceAndLeavesNothing() {
        provider.on("a").fail(FailureKind.SERVER_ERROR).then().reply("ok");

        assertRefused(() -> router.route(REQUEST));

        assertThat(provider.history()).hasSize(1);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void route_whenTheAnswerTakesTime_failsAtOnceAndCancelsTheCall() {
        provider.on("a").reply("late").after(Duration.ofMillis(1));

        assertRefused(() -> router.route(REQUEST));

        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void route_onAnotherThread_failsAtOnceToo() {
        provider.on("a").hang();
        FutureTask<RouteResult> call = new FutureTask<>(() -> router.route(REQUEST));
        Thread caller = new Thread(call, "caller");
        caller.setDaemon(true);
        caller.start();

        assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void route_whenTheClockAdvances_retriesAndAnswers() {
        clock.advancing();
        provider.on("a").fail(FailureKind.SERVER_ERROR).then().reply("ok").after(Duration.ofSeconds(3));

        RouteResult result = router.route(REQUEST);

        assertThat(result).isAnswered().attemptKinds(AttemptKind.PRIMARY, AttemptKind.RETRY);
        assertThat(result.decision().elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void route_whenTheClockAdvancesAndTheCallHangs_endsAtTheDeadline() {
        clock.advancing();
        provider.on("a").hang();

        assertThat(router.route(REQUEST)).failedWith(FailureKind.TIMEOUT).within(Duration.ofSeconds(30));
    }

    @Test
    @AllowLeftovers(Leftover.UNMATCHED_CALLS)
    void route_whenNothingIsScripted_saysSoInDecisionAndException() {
        RouteResult result = router.route(REQUEST);

        String missing = "no script for this PRIMARY call of target \"a\" (expected: provider.on(\"a\").reply(";
        assertThat(result.decision().describe()).contains(missing);
        assertThatThrownBy(result::orElseThrow).hasMessageContaining(missing);
    }

    @Test
    void closeWithGrace_whenACallIsInFlight_failsAtOnceAndIsClosed() {
        provider.on("a").hang();
        CompletableFuture<RouteResult> call = router.routeAsync(REQUEST);

        assertRefused(() -> router.close(Duration.ofSeconds(10)));

        assertThat(call.join()).failedWith(FailureKind.CANCELLED);
        assertThat(provider.isClosed()).isTrue();
        assertThat(router.route(REQUEST)).isRejectedFor(RejectionReason.ROUTER_CLOSED);
    }

    @Test
    void closeWithGrace_whenTheClockAdvances_waitsForTheCall() {
        clock.advancing();
        provider.on("a").reply("ok").after(Duration.ofSeconds(3));
        CompletableFuture<RouteResult> call = router.routeAsync(REQUEST);

        router.close(Duration.ofSeconds(10));

        assertThat(call.join()).isAnswered();
    }
}

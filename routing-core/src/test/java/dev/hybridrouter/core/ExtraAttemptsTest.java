package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.policy.AttemptBudgetPolicy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What pays for extra attempts, and what is told where nothing does. */
@ExtendWith(HybridRouterExtension.class)
class ExtraAttemptsTest {
    private static final AttemptBudgetPolicy FIFTH = new AttemptBudgetPolicy(0.2, 0, 10);

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    ExtraAttemptsTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router() {
        return Routers.over(clock, provider, "a", "b", "c")
                .attemptBudget(FIFTH)
                .cache(CachePolicy.defaults())
                .meterRegistry(meters)
                .build();
    }

    @Test
    void requestsThatReachNoProvider_payForNoAttempt() {
        provider.when(call -> call.request().toString().contains("known")).reply("hello");
        provider.onAny().reply("hello").then().fail(FailureKind.QUOTA_EXCEEDED);
        HybridRouter router = router();
        router.route(RouteRequest.of("known"));
        for (int i = 0; i < 100; i++) {
            router.route(RouteRequest.of("drains " + i));
        }
        for (int i = 0; i < 2_000; i++) {
            assertThat(router.route(RouteRequest.of("known"))).isAnswered();
        }
        int before = provider.history().size();

        for (int i = 0; i < 100; i++) {
            router.route(RouteRequest.of("new " + i));
        }

        assertThat(provider.history().size() - before).isBetween(100, 121); // a fifth of those that were sent
    }

    @Test
    void refusalByTheAttemptBudget_isTold() {
        provider.onAny().fail(FailureKind.QUOTA_EXCEEDED);
        HybridRouter router = router();
        RouteResult result = router.route(RouteRequest.of("first"));
        for (int i = 0; i < 30; i++) {
            result = router.route(RouteRequest.of("drains " + i));
        }

        assertThat(result).failedWith(FailureKind.QUOTA_EXCEEDED).attempted("a");
        assertThat(result.decision().reasons())
                .extracting(why -> why.reason())
                .containsExactly(RejectionReason.ATTEMPT_BUDGET);
        assertThat(result.decision().describe()).contains("ATTEMPT_BUDGET");
        assertThatThrownBy(result::orElseThrow)
                .hasMessageContaining("Failed after 1 attempt: QUOTA_EXCEEDED")
                .hasMessageContaining("ATTEMPT_BUDGET: the router's attempt budget is used up");
        assertThat(meters.get("hybridrouter.attempt.refused")
                        .tag("target", "b")
                        .tag("reason", "attempt_budget")
                        .counter()
                        .count())
                .isPositive();
    }
}

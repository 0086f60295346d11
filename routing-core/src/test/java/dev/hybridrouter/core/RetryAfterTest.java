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
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedCall;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pause that a provider asks for holds for all requests of its target, ends within the hour, and ends with few. */
@ExtendWith(HybridRouterExtension.class)
class RetryAfterTest {
    private final ManualClock clock;
    private final ScriptedProvider provider;

    RetryAfterTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder over(String... targets) {
        return Routers.over(clock, provider, targets)
                .retry(RetryPolicy.builder().maxAttempts(1).build());
    }

    private static RouteRequest request(Duration deadline) {
        return RouteRequest.builder()
                .user("hi")
                .context(RequestContext.builder().deadline(deadline).build())
                .build();
    }

    private void throttle(HybridRouter router) {
        assertThat(router.route(request(Duration.ofSeconds(1)))).failedWith(FailureKind.THROTTLED);
    }

    @ParameterizedTest
    @EnumSource
    void newRequest_waitsForTheEndOfThePause(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(5)).then().reply("hello");
        HybridRouter router = over("a").build();
        throttle(router);

        Supplier<Optional<RouteResult>> waits = mode.begin(router, request(Duration.ofSeconds(30)));
        clock.advance(Duration.ofMillis(4_900));
        assertThat(provider.history()).hasSize(1);
        clock.advance(Duration.ofMillis(200));

        assertThat(waits.get().orElseThrow()).isAnswered();
        assertThat(provider.history().get(1).startedAfter()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_100));
    }

    @Test
    void newRequest_goesElsewhere() {
        provider.on("a").throttle(Duration.ofMinutes(10));
        provider.on("b").reply("hello");
        HybridRouter router = over("a", "b").build();
        assertThat(router.route(request(Duration.ofSeconds(1)))).failedWith(FailureKind.THROTTLED);

        for (int i = 0; i < 5; i++) {
            assertThat(router.route(request(Duration.ofSeconds(1)))).servedBy("b");
        }
        assertThat(provider.calls("a")).hasSize(1);
    }

    @Test
    void newRequestThatCannotWait_isRefusedWithTheTime() {
        provider.on("a").throttle(Duration.ofMinutes(10));
        HybridRouter router = over("a").build();
        throttle(router);
        clock.advance(Duration.ofMinutes(1));

        RouteResult.Rejected refused = (RouteResult.Rejected) router.route(request(Duration.ofSeconds(30)));

        assertThat(refused).isRejectedFor(RejectionReason.THROTTLED);
        assertThat(refused.reasons().get(0).retryAfter()).hasValue(Duration.ofMinutes(9));
        assertThat(provider.history()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pauseOfYears_isOneOfAnHour_withQuotasToo(boolean quotas) {
        provider.on("a").throttle(Duration.ofDays(3_650)).then().reply("hello");
        HybridRouterBuilder builder = over("a");
        if (quotas) {
            builder.quotas(Quotas.builder()
                    .bucket(
                            "b",
                            QuotaLimits.builder()
                                    .requestsPerMinute(1_000)
                                    .tokensPerMinute(1_000_000)
                                    .modelMaxTokens(4_096)
                                    .build(),
                            "a")
                    .build());
        }
        HybridRouter router = builder.build();
        throttle(router);

        clock.advance(Duration.ofMinutes(59));
        assertThat(router.route(request(Duration.ofSeconds(1)))).isRejectedFor(RejectionReason.THROTTLED);
        clock.advance(Duration.ofMinutes(2));
        assertThat(router.route(request(Duration.ofSeconds(1)))).isAnswered();
    }

    @Test
    void endOfThePause_isTriedByOne_thenByMoreAndMore() {
        provider.on("a").throttle(Duration.ofSeconds(5)).then().reply("hello").after(Duration.ofMillis(100));
        HybridRouter router = over("a").build();
        throttle(router);
        List<CompletableFuture<RouteResult>> calls = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            calls.add(router.routeAsync(request(Duration.ofSeconds(30))));
        }

        List<Integer> atOnce = new ArrayList<>();
        clock.advance(Duration.ofMillis(4_950));
        for (int i = 0; i < 8; i++) {
            clock.advance(Duration.ofMillis(100));
            atOnce.add((int) provider.history().stream()
                    .filter(call -> call.state() == ScriptedCall.State.RUNNING)
                    .count());
        }

        assertThat(atOnce).startsWith(1, 2, 4, 8, 16);
        assertThat(calls).allSatisfy(call -> assertThat(call.join()).isAnswered());
    }

    @Test
    void pauseAskedForAgain_isKeptAgain() {
        provider.on("a").throttle(Duration.ofSeconds(5)).times(2).then().reply("hello");
        HybridRouter router = over("a").build();
        throttle(router);
        List<CompletableFuture<RouteResult>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(router.routeAsync(request(Duration.ofSeconds(30))));
        }

        clock.advance(Duration.ofSeconds(9));
        assertThat(provider.history()).hasSize(2);
        clock.advance(Duration.ofSeconds(5));

        assertThat(calls.stream()
                        .filter(call -> call.join() instanceof RouteResult.Answered)
                        .count())
                .isEqualTo(9);
    }

    @Test
    void probeThatIsCancelled_letsTheNextOneTry() {
        provider.on("a").throttle(Duration.ofSeconds(5)).then().hang().then().reply("hello");
        HybridRouter router = over("a").build();
        throttle(router);
        CompletableFuture<RouteResult> first = router.routeAsync(request(Duration.ofSeconds(30)));
        CompletableFuture<RouteResult> second = router.routeAsync(request(Duration.ofSeconds(30)));
        clock.advance(Duration.ofSeconds(6));
        assertThat(second).isNotDone();

        first.cancel(true);
        clock.advance(Duration.ofMillis(100));

        assertThat(second.join()).isAnswered();
    }

    @Test
    void unavailableProviderThatNamesATime_isSparedToo() {
        provider.on("a")
                .fail(ProviderFailure.builder(FailureKind.UNAVAILABLE, "maintenance")
                        .retryAfter(Duration.ofMinutes(10))
                        .build());
        HybridRouter router = over("a").build();
        assertThat(router.route(request(Duration.ofSeconds(1)))).failedWith(FailureKind.UNAVAILABLE);

        RouteResult.Rejected refused = (RouteResult.Rejected) router.route(request(Duration.ofSeconds(1)));

        assertThat(refused.reasons()).extracting(Rejection::reason).contains(RejectionReason.THROTTLED);
    }
}

package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.status.ComponentStatus;
import dev.hybridrouter.api.status.Condition;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A feature written only in the tests: one line in the builder adds its stage, gate, view, listener and status. */
@ExtendWith(HybridRouterExtension.class)
class FeatureTest {
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final RationFeature ration = new RationFeature(2);
    private final AtomicLong cached = new AtomicLong();

    FeatureTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router() {
        return Routers.over(clock, provider, "a", "b")
                .constraint((request, view) -> {
                    cached.accumulateAndGet(view.cachedTokens(), Math::max);
                    return Optional.empty();
                })
                .feature(ration)
                .build();
    }

    private RouteResult route(Modes mode, HybridRouter router, RouteRequest request) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, request);
        clock.advance(Duration.ofMinutes(2));
        return call.get().orElseThrow(() -> new AssertionError("the request has not ended"));
    }

    @ParameterizedTest
    @EnumSource
    void gate_countsEachAttempt_fallbacksToo(Modes mode) {
        provider.onAny().reply("hello").then().fail(FailureKind.QUOTA_EXCEEDED);
        HybridRouter router = router();

        assertThat(route(mode, router, RouteRequest.of("first"))).isAnswered();
        assertThat(route(mode, router, RouteRequest.of("second")))
                .failedWith(FailureKind.QUOTA_EXCEEDED)
                .attempted("a")
                .rejected("b", RejectionReason.BUDGET);
        assertThat(route(mode, router, RouteRequest.of("third"))).isRejectedFor(RejectionReason.BUDGET);

        assertThat(provider.history()).hasSize(2);
        assertThat(ration.open).hasValue(0);
        assertThat(ration.seen).hasValue(3);
        assertThat(ration.ended).hasValue(3);
        assertThat(cached).hasPositiveValue();
    }

    @ParameterizedTest
    @EnumSource
    void stage_mayEndARequest(Modes mode) {
        RouteRequest unwanted = RouteRequest.builder()
                .user("hi")
                .context(RequestContext.builder().tenant("unwanted").build())
                .build();

        assertThat(route(mode, router(), unwanted)).isRejectedFor(RejectionReason.BUDGET);
        assertThat(provider.history()).isEmpty();
        assertThat(ration.ended).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void status_isAmongThoseOfTheRouter(Modes mode) {
        provider.onAny().reply("hello");
        HybridRouter router = router();
        assertThat(router.status())
                .extracting(ComponentStatus::name)
                .containsExactly("requests", "targets", "kill-switch", "ration");
        route(mode, router, RouteRequest.of("first"));
        route(mode, router, RouteRequest.of("second"));

        ComponentStatus status = router.status().get(3);

        assertThat(status.condition()).isEqualTo(Condition.OUT);
        assertThat(status.facts()).containsEntry("left", "0");
        router.close();
        assertThat(ration.closed).isTrue();
    }
}

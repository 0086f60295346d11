package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A decision says why its request was refused, what the targets lack, and when to come back. */
@ExtendWith(HybridRouterExtension.class)
class RefusalReasonsTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");

    private final ManualClock clock;
    private final ScriptedProvider provider;

    RefusalReasonsTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private static void assertSays(RouteResult result, RejectionReason reason) {
        assertThat(result).isRejectedFor(reason);
        assertThat(result.decision()).isRejectedFor(reason);
        assertThat(result.decision().reasons()).isEqualTo(((RouteResult.Rejected) result).reasons());
        assertThat(result.decision().describe()).contains("  refused   " + reason);
    }

    @Test
    void closedRouter() {
        HybridRouter router = Routers.over(clock, provider, "a").build();
        router.close();

        assertSays(router.route(REQUEST), RejectionReason.ROUTER_CLOSED);
    }

    @Test
    void killSwitch() {
        HybridRouter router = Routers.over(clock, provider, "a").build();
        router.killSwitch().engage(KillOrder.cancelling(KillScope.everything(), KillCause.SECURITY, "drill", "test"));

        assertSays(router.route(REQUEST), RejectionReason.KILL_SWITCH);
    }

    @Test
    void nothingCached() {
        HybridRouter router = Routers.over(clock, provider, "a")
                .cache(CachePolicy.builder().build())
                .build();

        assertSays(
                router.route(RouteRequest.builder()
                        .user("hi")
                        .context(RequestContext.builder()
                                .cacheMode(CacheMode.ONLY_IF_CACHED)
                                .build())
                        .build()),
                RejectionReason.NOT_CACHED);
    }

    @Test
    void missingCapability_isNamed() {
        HybridRouter router = Routers.over(clock, provider)
                .target(provider.target("a").capabilities(Set.of()).build())
                .build();

        RouteResult result = router.route(
                RouteRequest.builder().system("be brief").user("hi").build());

        assertSays(result, RejectionReason.CAPABILITY);
        assertThat(result.decision().reasons())
                .singleElement()
                .extracting(Rejection::missing)
                .isEqualTo(Set.of(Capability.SYSTEM_TEXT));
    }

    @Test
    void openBreakers_tellWhenTheFirstOfThemLetsAProbePass() {
        provider.onAny().fail(FailureKind.OTHER);
        HybridRouter router = Routers.over(clock, provider, "a", "b").build();
        for (int i = 0; i < 20; i++) {
            router.route(REQUEST);
        }

        RouteResult result = router.route(REQUEST);

        assertSays(result, RejectionReason.BREAKER_OPEN);
        Rejection one = result.decision().reasons().get(0);
        assertThat(result.decision().reasons()).hasSize(1);
        assertThat(one.retryAfter())
                .hasValueSatisfying(wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(5)));
        clock.advance(one.retryAfter().orElseThrow());
        assertThat(router.route(REQUEST).decision().attempts()).isNotEmpty();
    }
}

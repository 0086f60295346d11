package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.core.policy.PolicyChange;
import dev.hybridrouter.core.policy.PolicySnapshot;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.core.policy.RouteRule;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a router's policy is changed while it works. */
@ExtendWith(HybridRouterExtension.class)
class PolicyControlTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final RoutingPolicy FIRST = RoutingPolicy.builder()
            .strategies(RoutingStrategy.named("as-added", (request, view, chance) -> 0))
            .retry(RetryPolicy.builder().maxAttempts(2).build())
            .build();

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final PolicyControl policies;

    PolicyControlTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.policies = PolicyControl.of(FIRST, clock);
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .target(provider.target("b").path(Path.MCP).build())
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .policies(policies);
    }

    private RouteResult send(HybridRouter router) {
        var call = router.routeAsync(REQUEST);
        clock.advance(Duration.ofSeconds(2));
        return call.toCompletableFuture().join();
    }

    @Test
    void aSwappedPolicy_rulesTheNextRequest_andItsDecisionNamesTheVersion() {
        provider.onAny().reply("hello");
        HybridRouter router = builder().build();
        RouteResult before = send(router);
        assertThat(before).servedBy("a");
        assertThat(before.decision().policyVersion()).isEqualTo(1);

        PolicySnapshot swapped = policies.swap(FIRST.toBuilder().resting("a").build(), "ann", "a is being moved");

        RouteResult after = send(router);
        assertThat(after).servedBy("b").rejected("a", RejectionReason.RESTING);
        assertThat(after.decision().policyVersion()).isEqualTo(2);
        assertThat(swapped.version()).isEqualTo(2);
        assertThat(swapped.changes()).containsExactly(new PolicyChange("resting", "[]", "[a]"));
        assertThat(router.explain(REQUEST).policyVersion()).isEqualTo(2);
    }

    @Test
    void aRequestInFlight_endsByThePolicyItWasPlannedBy() {
        provider.on("a").fail(FailureKind.OTHER).after(Duration.ofSeconds(1));
        provider.on("b").reply("hello");
        HybridRouter router = builder().build();
        var call = router.routeAsync(REQUEST);

        policies.swap(
                FIRST.toBuilder()
                        .retry(RetryPolicy.builder().maxAttempts(1).build())
                        .build(),
                "ann",
                "one attempt is enough");
        clock.advance(Duration.ofSeconds(5));

        assertThat(call.toCompletableFuture().join()).servedBy("b");
        assertThat(send(router)).failedWith(FailureKind.OTHER);
    }

    @Test
    void aPolicyThatDoesNotFit_isRefused_andThePresentOneStays() {
        provider.onAny().reply("hello");
        HybridRouter router = builder().build();

        assertThatThrownBy(
                        () -> policies.swap(FIRST.toBuilder().resting("nobody").build(), "ann", "typo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("policy.resting")
                .hasMessageContaining("nobody");
        assertThatThrownBy(
                        () -> policies.swap(FIRST.toBuilder().resting("a", "b").build(), "ann", "all"))
                .hasMessageContaining("policy.resting");
        assertThatThrownBy(() -> policies.swap(FIRST, " ", "no name")).hasMessageContaining("snapshot.by");

        assertThat(policies.current().version()).isEqualTo(1);
        assertThat(policies.history()).hasSize(1);
        assertThat(send(router)).servedBy("a");
    }

    @Test
    void aFirstPolicyThatDoesNotFit_isRefusedByTheBuilder() {
        PolicyControl wrong =
                PolicyControl.of(FIRST.toBuilder().resting("nobody").build(), clock);

        assertThatThrownBy(() -> builder().policies(wrong).build()).hasMessageContaining("policy.resting");
    }

    @Test
    void rollingBack_returnsToThePolicyVouchedFor() {
        assertThatThrownBy(() -> policies.rollBack("ann", "too early")).hasMessageContaining("vouch");
        policies.vouch();
        policies.swap(FIRST.toBuilder().resting("a").build(), "ann", "try");
        policies.swap(FIRST.toBuilder().resting("b").build(), "ann", "try again");
        provider.onAny().reply("hello");
        HybridRouter router = builder().build();

        PolicySnapshot back = policies.rollBack("bob", "b was needed");

        assertThat(back.version()).isEqualTo(4);
        assertThat(back.policy()).isSameAs(FIRST);
        assertThat(policies.lastGood().orElseThrow().version()).isEqualTo(1);
        assertThat(policies.history()).extracting(PolicySnapshot::by).containsExactly("builder", "ann", "ann", "bob");
        assertThat(send(router)).servedBy("a");
    }

    @Test
    void theDifference_isToldByField() {
        RoutingPolicy next = FIRST.toBuilder()
                .matrix(RouteMatrix.defaults().toBuilder()
                        .rule(OperationType.STANDARD, RouteRule.of(Priority.MEDIUM, Duration.ofSeconds(20), Path.MCP))
                        .rule(new OperationType("NEW"), RouteRule.of(Priority.LOW, Duration.ofSeconds(1), Path.MCP))
                        .build())
                .retry(RetryPolicy.builder().maxAttempts(3).build())
                .build();

        assertThat(policies.changesTo(next))
                .extracting(PolicyChange::toString)
                .containsExactly(
                        "matrix.NEW: absent -> RouteRule[priority=LOW, deadline=PT1S, paths=[MCP]]",
                        "matrix.STANDARD.deadline: PT30S -> PT20S",
                        "matrix.STANDARD.paths: [MCP, DIRECT] -> [MCP]",
                        "retry.maxAttempts: 2 -> 3");
        assertThat(policies.changesTo(FIRST)).isEmpty();
    }

    @Test
    void oneControl_servesOneRouter_andTakesThePlaceOfTheSingleSettings() {
        builder().build();

        assertThatThrownBy(() -> builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one control for each router");
        assertThatThrownBy(() -> builder()
                        .policies(PolicyControl.of(FIRST, clock))
                        .retry(RetryPolicy.defaults())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("policies");
    }
}

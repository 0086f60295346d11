package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.RankedTarget;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.spi.Ranker;
import dev.hybridrouter.spi.Ranking;
import dev.hybridrouter.spi.TargetHealth;
import dev.hybridrouter.spi.TargetView;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A ranker has the last word on the order, and on nothing else. */
@ExtendWith(HybridRouterExtension.class)
class RankerTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");

    private final ManualClock clock;
    private final ScriptedProvider provider;

    RankerTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private static Ranker reversing() {
        return Ranker.named("reversing", (request, targets, chance) -> {
            List<TargetView> order = new ArrayList<>(targets);
            Collections.reverse(order);
            return chance < 0.25 ? Ranking.drawn(order, 0.25) : Ranking.drawn(targets, 0.75);
        });
    }

    @Test
    void ranker_isFollowed_andItsPropensityIsInTheDecision() {
        provider.onAny().reply("hi");
        HybridRouter router =
                Routers.over(clock, provider, "a", "b", "c").ranker(reversing()).build();
        int reversed = 0;
        for (int i = 0; i < 400; i++) {
            Decision explained = router.explain(REQUEST);
            Decision decision = router.route(REQUEST).decision();

            assertThat(decision.ranking()).isEqualTo(explained.ranking());
            boolean isReversed = decision.ranking().get(0).target().equals(new TargetId("c"));
            assertThat(decision.propensity()).hasValue(isReversed ? 0.25 : 0.75);
            assertThat(decision.attempts().get(0).target())
                    .isEqualTo(decision.ranking().get(0).target());
            reversed += isReversed ? 1 : 0;
        }

        assertThat(reversed).isBetween(60, 140);
        assertThat(router.explain(REQUEST).describe())
                .contains("reversing=0.00")
                .contains("with probability");
    }

    @Test
    void withoutRanker_theChoiceIsCertain() {
        HybridRouter router = Routers.over(clock, provider, "a", "b").build();

        assertThat(router.explain(REQUEST).propensity()).isEmpty();
    }

    @Test
    void oneTarget_isNotRanked() {
        Ranker never = Ranker.named("never", (request, targets, chance) -> {
            throw new AssertionError("asked about " + targets);
        });
        try (LogTap log = LogTap.open()) {
            HybridRouter router =
                    Routers.over(clock, provider, "a").ranker(never).build();

            assertThat(router.explain(REQUEST)).ranked("a");
            assertThat(log.atLeast(Level.WARN)).isEmpty();
        }
    }

    @Test
    void rankerOfAPolicy_isSwappedWithIt() {
        PolicyControl policies = PolicyControl.of(RoutingPolicy.defaults(), clock);
        HybridRouter router =
                Routers.over(clock, provider, "a", "b").policies(policies).build();
        Ranker last = Ranker.named("last", (request, targets, chance) -> {
            List<TargetView> order = new ArrayList<>(targets);
            Collections.reverse(order);
            return Ranking.certain(order);
        });

        assertThat(router.explain(REQUEST)).ranked("a", "b");
        var snapshot = policies.swap(RoutingPolicy.builder().ranker(last).build(), "test", "try");
        assertThat(router.explain(REQUEST)).ranked("b", "a");
        assertThat(snapshot.changes()).singleElement().hasToString("ranker: absent -> last");
    }

    @Test
    void brokenRanker_keepsTheOrder_andIsLoggedOnce() {
        Ranker broken = Ranker.named("broken", (request, targets, chance) -> {
            throw new IllegalStateException("secret");
        });
        try (LogTap log = LogTap.open()) {
            HybridRouter router =
                    Routers.over(clock, provider, "a", "b").ranker(broken).build();
            for (int i = 0; i < 10; i++) {
                assertThat(router.explain(REQUEST)).ranked("a", "b");
            }
            assertThat(router.explain(REQUEST).propensity()).isEmpty();
            assertThat(log.atLeast(Level.WARN)).singleElement().satisfies(event -> assertThat(
                            event.getFormattedMessage())
                    .contains("broken")
                    .doesNotContain("secret"));
        }
    }

    /** Whatever a ranker returns, the ranking holds each admissible target once, and nothing that was removed. */
    @RepeatedTest(20)
    void whateverARankerReturns_nothingRemovedComesBack(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        provider.onAny().reply("hi");
        Set<String> removed = new HashSet<>();
        List<TargetView> seen = new ArrayList<>();
        HybridRouter router = Routers.over(clock, provider, "t0", "t1", "t2", "t3", "t4")
                .constraint((request, view) -> {
                    seen.add(view);
                    return removed.contains(view.target().id().value())
                            ? Optional.of(Rejection.of(RejectionReason.CUSTOM, "not now", "none"))
                            : Optional.empty();
                })
                .ranker(Ranker.named("odd", (request, targets, chance) -> odd(random, targets, seen)))
                .build();
        for (int i = 0; i < 200; i++) {
            removed.clear();
            seen.clear();
            for (int target = 0; target < 4; target++) {
                if (random.nextBoolean()) {
                    removed.add("t" + target);
                }
            }
            Decision decision = router.route(REQUEST).decision();

            assertThat(decision.ranking())
                    .extracting(RankedTarget::target)
                    .extracting(TargetId::value)
                    .noneMatch(removed::contains)
                    .doesNotHaveDuplicates()
                    .hasSize(5 - removed.size());
            assertThat(decision.attempts())
                    .noneMatch(attempt -> removed.contains(attempt.target().value()));
        }
    }

    @SuppressWarnings("NullAway") // as a host might
    private static Ranking odd(SplittableRandom random, List<TargetView> targets, List<TargetView> seen) {
        List<TargetView> order = new ArrayList<>(targets);
        Collections.rotate(order, random.nextInt(5));
        switch (random.nextInt(8)) {
            case 0 -> order.remove(0);
            case 1 -> order.add(order.get(0));
            case 2 -> order.set(0, order.get(order.size() - 1));
            case 3 -> order.set(0, seen.get(random.nextInt(seen.size()))); // maybe one that was removed
            case 4 ->
                order.set(
                        0,
                        TargetView.builder(
                                        seen.get(0).target(),
                                        TargetHealth.builder(TargetHealth.State.CLOSED)
                                                .build())
                                .build());
            case 5 -> {
                return null;
            }
            case 6 -> throw new IllegalStateException("odd");
            default -> {
                return Ranking.drawn(order, 1 - random.nextDouble());
            }
        }
        return Ranking.certain(order);
    }
}

package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.policy.AttemptBudgetPolicy;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Targets that a plan admits and that something keeps from being called, or worth waiting for. */
@ExtendWith(HybridRouterExtension.class)
class RefusedTargetTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final Set<String> asked = new HashSet<>();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    RefusedTargetTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    /** Admits a target when a request is planned, and refuses it when it is about to be called. */
    private Constraint refusedAtTheDoor(String target) {
        return (request, view) -> view.target().id().value().equals(target) && !asked.add(target)
                ? Optional.of(Rejection.of(RejectionReason.CUSTOM, "closed meanwhile", "ask elsewhere"))
                : Optional.empty();
    }

    private RouteResult route(Modes mode, HybridRouterBuilder builder) {
        HybridRouter router = builder.build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        clock.advance(Duration.ZERO);
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    @ParameterizedTest
    @EnumSource
    void decision_tellsWhoWasRefusedAtTheDoor_andThatTheSecondChoiceAnswered(Modes mode) {
        provider.on("b").reply("hello");

        RouteResult result = route(mode, Routers.over(clock, provider, "a", "b").constraint(refusedAtTheDoor("a")));

        assertThat(result)
                .servedBy("b")
                .attempted("b")
                .ranked("a", "b")
                .rejected("a", RejectionReason.CUSTOM)
                .isDegraded();
    }

    @ParameterizedTest
    @EnumSource
    void attemptedTarget_keepsItsVerdict_whenARetryIsRefused(Modes mode) {
        provider.on("a").fail(FailureKind.OTHER);
        provider.on("b").reply("hello");

        RouteResult result = route(
                mode,
                Routers.over(clock, provider, "a", "b")
                        .breaker(BreakerPolicy.builder().failures(1).build()));

        assertThat(result).attempted("a", "b");
        assertThat(result.decision().candidates()).allMatch(candidate -> candidate.admissible());
    }

    @ParameterizedTest
    @EnumSource
    void leavingAMisconfiguredTarget_costsNoBudget(Modes mode) {
        provider.on("a").fail(FailureKind.MODEL_NOT_FOUND);
        provider.on("b").reply("hello");

        RouteResult result =
                route(mode, Routers.over(clock, provider, "a", "b").attemptBudget(new AttemptBudgetPolicy(0, 0, 0)));

        assertThat(result).servedBy("b").attempted("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void retryAfterAFreeMoveThatWasRefused_isPaidForAllTheSame(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(1)).then().reply("too late");
        provider.on("b").fail(FailureKind.MODEL_NOT_FOUND);
        HybridRouter router = Routers.over(clock, provider, "a", "b", "c")
                .attemptBudget(new AttemptBudgetPolicy(0, 0, 1))
                .constraint(refusedAtTheDoor("c"))
                .build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        clock.advance(Duration.ofSeconds(10));

        assertThat(call.get().orElseThrow())
                .failedWith(FailureKind.MODEL_NOT_FOUND)
                .attempted("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void targetThatAsksToBeLeftAlone_isNotWaitedForWhileAnotherIsFree(Modes mode) {
        provider.on("a")
                .fail(ProviderFailure.builder(FailureKind.UNAVAILABLE, "HTTP 503")
                        .retryAfter(Duration.ofSeconds(5))
                        .build());
        provider.on("b").reply("hello");

        RouteResult result = route(mode, Routers.over(clock, provider, "a", "b"));

        assertThat(result).servedBy("b").attempted("a", "b").within(Duration.ZERO);
    }
}

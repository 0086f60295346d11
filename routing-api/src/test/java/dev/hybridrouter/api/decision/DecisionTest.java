package dev.hybridrouter.api.decision;

import static dev.hybridrouter.api.Samples.CHEAP;
import static dev.hybridrouter.api.Samples.FAST;
import static dev.hybridrouter.api.Samples.answered;
import static dev.hybridrouter.api.Samples.decision;
import static dev.hybridrouter.api.Samples.timedOut;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.Samples;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TargetId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a decision and its attempts add up to. */
class DecisionTest {
    private static Attempt costing(String usd) {
        return Attempt.builder(AttemptKind.PRIMARY, FAST).cost(Money.usd(usd)).build();
    }

    @Test
    void cost_whenEveryAttemptHasOne_isTheSum() {
        assertThat(decision(Outcome.ANSWERED, costing("0.000000001"), costing("1.5"), costing("0"))
                        .cost())
                .contains(Money.usd("1.500000001"));
    }

    @Test
    void cost_whenOneIsUnknown_isUnknownNotTheSumOfTheRest() {
        assertThat(decision(Outcome.ANSWERED, costing("1"), answered(AttemptKind.FALLBACK, CHEAP))
                        .cost())
                .isEmpty();
    }

    @Test
    void cost_whenNothingWasSent_isZero() {
        assertThat(decision(Outcome.REJECTED).cost()).contains(Money.ZERO);
    }

    @Test
    void degraded_whenTheFirstAttemptAnswered_isFalse() {
        assertThat(decision(Outcome.ANSWERED, answered(AttemptKind.PRIMARY, FAST))
                        .degraded())
                .isFalse();
    }

    @Test
    void degraded_whenMoreThanOneAttemptWasNeeded_isTrue() {
        Attempt failed = timedOut(AttemptKind.PRIMARY, FAST);

        assertThat(decision(Outcome.ANSWERED, failed, answered(AttemptKind.RETRY, FAST))
                        .degraded())
                .isTrue();
        assertThat(decision(Outcome.ANSWERED, failed, answered(AttemptKind.FALLBACK, CHEAP))
                        .degraded())
                .isTrue();
    }

    @Test
    void degraded_whenTheFirstChoiceWasNotEvenTried_isTrue() {
        RankedTarget first = new RankedTarget(FAST, List.of());
        RoutePlan plan = RoutePlan.builder()
                .ranking(List.of(first, new RankedTarget(CHEAP, List.of())))
                .build();

        assertThat(answeredBy(plan, CHEAP).degraded()).isTrue();
        assertThat(answeredBy(plan, FAST).degraded()).isFalse();
    }

    @Test
    void degraded_whenAnAnswerPastItsTimeStoodIn_isTrue() {
        CacheUse stale = CacheUse.answered(CacheUse.Kind.STALE_IF_ERROR, Duration.ofHours(1), null);
        RoutePlan plan = RoutePlan.nothing().with(stale);

        assertThat(Decision.builder(1, OperationType.STANDARD, Outcome.ANSWERED)
                        .plan(plan)
                        .build()
                        .degraded())
                .isTrue();
    }

    private static Decision answeredBy(RoutePlan plan, TargetId target) {
        List<Attempt> attempts = List.of(answered(AttemptKind.PRIMARY, target));
        return Decision.builder(1, OperationType.STANDARD, Outcome.ANSWERED)
                .plan(plan)
                .attempts(attempts)
                .build();
    }

    @Test
    void degraded_whenNothingAnswered_isFalse() {
        assertThat(decision(Outcome.FAILED, timedOut(AttemptKind.PRIMARY, FAST), timedOut(AttemptKind.FALLBACK, CHEAP))
                        .degraded())
                .isFalse();
        assertThat(decision(Outcome.REJECTED).degraded()).isFalse();
        assertThat(decision(Outcome.PLANNED).degraded()).isFalse();
    }

    @Test
    void decision_whenMade_keepsWhatItWasGiven() {
        RoutePlan plan = RoutePlan.builder()
                .candidates(List.of(
                        Candidate.builder(FAST).build(),
                        Candidate.builder(CHEAP)
                                .rejections(List.of(Samples.NO_TOOLS))
                                .build()))
                .ranking(List.of(new RankedTarget(FAST, List.of(new Score("lowest-price", 0.5)))))
                .build();
        Attempt attempt = answered(AttemptKind.PRIMARY, FAST);
        Decision decision = Decision.builder(42, OperationType.EMERGENCY, Outcome.ANSWERED)
                .plan(plan)
                .attempts(List.of(attempt))
                .elapsed(Duration.ofNanos(1_999_999))
                .build();

        assertThat(decision.number()).isEqualTo(42);
        assertThat(decision.operation()).isEqualTo(OperationType.EMERGENCY);
        assertThat(decision.candidates()).isEqualTo(plan.candidates());
        assertThat(decision.ranking()).isEqualTo(plan.ranking());
        assertThat(decision.attempts()).containsExactly(attempt);
        assertThat(decision.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(decision.elapsed()).isEqualTo(Duration.ofNanos(1_999_999));
        assertThat(decision.elapsedNanos()).isEqualTo(1_999_999);
        assertThat(decision).hasToString("Decision[#42, EMERGENCY, ANSWERED, 1 attempts, 1 ms]");
    }

    @Test
    void toBuilder_keepsEverything() {
        Decision decision = Decision.builder(42, OperationType.EMERGENCY, Outcome.REJECTED)
                .plan(RoutePlan.builder().policyVersion(3).propensity(0.5).build())
                .attempts(List.of(answered(AttemptKind.PRIMARY, FAST)))
                .elapsedNanos(5)
                .reasons(List.of(Samples.NO_TOOLS))
                .sideCalls(List.of(guard().build()))
                .build();

        assertThat(decision.toBuilder().build()).usingRecursiveComparison().isEqualTo(decision);
        assertThat(decision.propensity()).hasValue(0.5);
    }

    private static SideCall.Builder guard() {
        return SideCall.builder(SideCall.Kind.REMOTE_GUARD, "pii", SideCall.Outcome.TIMED_OUT);
    }

    @Test
    void cost_includesSideCalls_andIsUnknownWithOneOfThem() {
        Decision.Builder decision = Decision.builder(1, OperationType.STANDARD, Outcome.ANSWERED);
        SideCall paid = guard().cost(Money.usd("0.25")).build();

        assertThat(decision.sideCalls(List.of(paid, paid)).build().cost()).contains(Money.usd("0.5"));
        assertThat(decision.sideCalls(List.of(paid, guard().build())).build().cost())
                .isEmpty();
    }

    @Test
    void rejected_givesItsDecisionTheReasons() {
        Decision decision =
                Decision.builder(1, OperationType.STANDARD, Outcome.REJECTED).build();
        RouteResult.Rejected rejected = new RouteResult.Rejected(List.of(Samples.NO_TOOLS), decision);

        assertThat(rejected.decision().reasons()).containsExactly(Samples.NO_TOOLS);
        assertThat(rejected.decision().describe()).contains("refused   CAPABILITY: the target has no TOOLS");
    }

    @Test
    void rejection_whenItTellsWhatIsMissingAndWhenItEnds_keepsBoth() {
        Rejection rejection =
                Samples.NO_TOOLS.withMissing(Set.of(Capability.TOOLS)).withRetryAfter(Duration.ofSeconds(3));

        assertThat(rejection.missing()).containsExactly(Capability.TOOLS);
        assertThat(rejection.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(rejection.isLike(Samples.NO_TOOLS.withMissing(Set.of(Capability.TOOLS))))
                .isTrue();
        assertThat(rejection.isLike(Samples.NO_TOOLS)).isFalse();
        assertThat(Samples.NO_TOOLS.missing()).isEmpty();
        assertThat(Samples.NO_TOOLS.retryAfter()).isEmpty();
    }

    @Test
    void candidate_whenNothingRemovedIt_isAdmissible() {
        assertThat(Candidate.builder(FAST).build().admissible()).isTrue();
        assertThat(Candidate.builder(FAST)
                        .rejections(List.of(Samples.NO_TOOLS))
                        .build()
                        .admissible())
                .isFalse();
    }

    @Test
    void attempt_whenMade_keepsWhatItWasGiven() {
        Attempt attempt = Attempt.builder(AttemptKind.HEDGE, CHEAP)
                .span(2_000_000, 5_500_000)
                .usage(TokenUsage.of(3, 4))
                .cost(Money.usd("0.25"))
                .failure(Samples.TIMED_OUT)
                .build();

        assertThat(attempt.kind()).isEqualTo(AttemptKind.HEDGE);
        assertThat(attempt.target()).isEqualTo(CHEAP);
        assertThat(attempt.startedAfter()).isEqualTo(Duration.ofMillis(2));
        assertThat(attempt.duration()).isEqualTo(Duration.ofNanos(3_500_000));
        assertThat(attempt.durationNanos()).isEqualTo(3_500_000);
        assertThat(attempt.usage()).isEqualTo(TokenUsage.of(3, 4));
        assertThat(attempt.cost()).contains(Money.usd("0.25"));
        assertThat(attempt.failure()).contains(Samples.TIMED_OUT);
        assertThat(attempt).hasToString("HEDGE cheap 3 ms TIMEOUT: no answer within 5 s");
    }

    @Test
    void attempt_whenNothingIsSet_knowsNeitherUsageNorCostNorFailure() {
        Attempt attempt = Attempt.builder(AttemptKind.PRIMARY, FAST).build();

        assertThat(attempt.usage()).isEqualTo(TokenUsage.unknown());
        assertThat(attempt.cost()).isEmpty();
        assertThat(attempt.failure()).isEmpty();
        assertThat(attempt).hasToString("PRIMARY fast 0 ms answered");
    }

    @Test
    void attempt_thatFailed_saysWhatItCalled() {
        Attempt.Builder attempt = Attempt.builder(AttemptKind.PRIMARY, FAST)
                .failure(ProviderFailure.builder(FailureKind.AUTH, "expired")
                        .code("ExpiredToken")
                        .requestId("r-1")
                        .build())
                .model("model-a");

        assertThat(attempt.build())
                .hasToString("PRIMARY fast 0 ms AUTH ExpiredToken: expired (request id r-1) [model-a]");
        assertThat(attempt.region("eu-west-1").build())
                .hasToString("PRIMARY fast 0 ms AUTH ExpiredToken: expired (request id r-1) [model-a in eu-west-1]");
        assertThat(attempt.build().model()).contains("model-a");
        assertThat(attempt.build().region()).contains("eu-west-1");
    }
}

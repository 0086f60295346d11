package dev.hybridrouter.test;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.RankedTarget;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.TargetId;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DecisionAssertTest {
    private static final TargetId EU = new TargetId("eu");
    private static final TargetId US = new TargetId("us");
    private static final TargetId CN = new TargetId("cn");
    private static final Rejection RESIDENCY = Rejection.of(RejectionReason.RESIDENCY, "not allowed", "ask elsewhere");
    private static final RoutePlan PLAN = RoutePlan.builder()
            .candidates(List.of(
                    Candidate.builder(EU).build(),
                    Candidate.builder(US).build(),
                    Candidate.builder(CN).rejections(List.of(RESIDENCY)).build()))
            .ranking(List.of(new RankedTarget(EU, List.of()), new RankedTarget(US, List.of())))
            .build();

    private final Attempt hedge =
            Attempt.builder(AttemptKind.HEDGE, US).span(20, 30).build();
    private final Attempt primary = Attempt.builder(AttemptKind.PRIMARY, EU)
            .span(0, 40)
            .failure(ProviderFailure.of(FailureKind.THROTTLED, "slow down"))
            .build();
    private final Decision answered = decision(Outcome.ANSWERED, hedge, primary);
    private final Decision failed = decision(Outcome.FAILED, primary);
    private final Decision rejected = decision(Outcome.REJECTED);

    @Test
    void assertions_whenTheRequestIsAnswered_passAndFailAsTheyShould() {
        RouteResult result = new RouteResult.Answered(ModelResponse.nothing(), US, answered);

        assertThat(result)
                .isAnswered()
                .isDegraded()
                .servedBy("us")
                .attempted("eu", "us")
                .attemptKinds(AttemptKind.PRIMARY, AttemptKind.HEDGE)
                .ranked("eu", "us")
                .rejected("cn", RejectionReason.RESIDENCY)
                .neverTouched("cn")
                .within(Duration.ofMillis(5));
        assertThat(answered).servedBy("us");
        fails(() -> assertThat(result).servedBy("eu"), "served by");
        fails(() -> assertThat(result).attempted("us", "eu"), "attempted");
        fails(() -> assertThat(result).attempted("eu"), "attempted");
        fails(() -> assertThat(result).attemptKinds(AttemptKind.PRIMARY), "attempt kinds");
        fails(() -> assertThat(result).ranked("us", "eu"), "ranked");
        fails(() -> assertThat(result).rejected("cn", RejectionReason.PATH), "cn rejected for");
        fails(() -> assertThat(result).rejected("eu", RejectionReason.RESIDENCY), "eu rejected for");
        fails(() -> assertThat(result).neverTouched("us"), "attempts to us");
        fails(() -> assertThat(result).neverTouched("typo"), "considered");
        fails(() -> assertThat(result).within(Duration.ofMillis(4)), "elapsed at most");
        fails(() -> assertThat(result).isRejectedFor(RejectionReason.RESIDENCY), "outcome");
        fails(() -> assertThat(result).failedWith(FailureKind.THROTTLED), "outcome");
    }

    @Test
    void assertions_whenTheRequestFailed_passAndFailAsTheyShould() {
        RouteResult result = new RouteResult.Failed(
                ProviderFailure.of(FailureKind.TIMEOUT, "too slow"), ModelResponse.nothing(), failed);

        assertThat(result).failedWith(FailureKind.TIMEOUT);
        assertThat(failed).failedWith(FailureKind.THROTTLED);
        fails(() -> assertThat(result).failedWith(FailureKind.THROTTLED), "failed with");
        fails(() -> assertThat(failed).failedWith(FailureKind.TIMEOUT), "failed with");
        fails(() -> assertThat(failed).isAnswered(), "outcome");
        fails(() -> assertThat(failed).isDegraded(), "degraded");
    }

    @Test
    void assertions_whenTheRequestIsRejected_passAndFailAsTheyShould() {
        Rejection closed = Rejection.of(RejectionReason.ROUTER_CLOSED, "closed", "build another");
        RouteResult result = new RouteResult.Rejected(List.of(closed), rejected);

        assertThat(result).isRejectedFor(RejectionReason.ROUTER_CLOSED);
        assertThat(result.decision())
                .isRejectedFor(RejectionReason.ROUTER_CLOSED)
                .attempted();
        fails(() -> assertThat(result).isRejectedFor(RejectionReason.RESIDENCY), "rejected for");
        fails(() -> assertThat(rejected).isRejectedFor(RejectionReason.ROUTER_CLOSED), "rejected for");
    }

    private static void fails(ThrowingCallable assertion, String what) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion)
                .withMessageContaining("Expected " + what)
                .withMessageContaining("candidate cn: rejected, RESIDENCY");
    }

    private static Decision decision(Outcome outcome, Attempt... attempts) {
        return Decision.builder(7, OperationType.STANDARD, outcome)
                .plan(PLAN)
                .attempts(List.of(attempts))
                .elapsed(Duration.ofMillis(5))
                .build();
    }
}

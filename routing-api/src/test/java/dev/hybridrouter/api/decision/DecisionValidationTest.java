package dev.hybridrouter.api.decision;

import static dev.hybridrouter.api.Samples.FAST;
import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.blank;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.internal.BadValue;
import dev.hybridrouter.api.request.OperationType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What decisions and their parts refuse, and how they say so. */
class DecisionValidationTest {
    private static final RoutePlan PLAN = RoutePlan.nothing();

    private static Decision decision(
            OperationType operation, RoutePlan plan, List<Attempt> attempts, Outcome outcome, Duration elapsed) {
        return Decision.builder(1, operation, outcome)
                .plan(plan)
                .attempts(attempts)
                .elapsed(elapsed)
                .build();
    }

    private static Attempt.Builder attempt() {
        return Attempt.builder(AttemptKind.PRIMARY, FAST);
    }

    @ParameterizedTest
    @MethodSource({"decisions", "attempts", "plans", "reasons"})
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> decisions() {
        OperationType standard = OperationType.STANDARD;
        Outcome planned = Outcome.PLANNED;
        return Stream.of(
                absent("decision.operation", () -> decision(none(), PLAN, List.of(), planned, Duration.ZERO)),
                absent("decision.plan", () -> decision(standard, none(), List.of(), planned, Duration.ZERO)),
                absent("decision.attempts", () -> decision(standard, PLAN, none(), planned, Duration.ZERO)),
                absent(
                        "decision.attempts[]",
                        () -> decision(standard, PLAN, Collections.singletonList(none()), planned, Duration.ZERO)),
                absent("decision.outcome", () -> decision(standard, PLAN, List.of(), none(), Duration.ZERO)),
                absent("decision.elapsed", () -> decision(standard, PLAN, List.of(), planned, none())),
                refused(
                        "decision.elapsed is negative",
                        () -> decision(standard, PLAN, List.of(), planned, Duration.ofNanos(-1)),
                        "decision.elapsed: PT-0.000000001S (expected: zero or longer)"));
    }

    static Stream<BadValue> attempts() {
        return Stream.of(
                absent("attempt.kind", () -> Attempt.builder(none(), FAST)),
                absent("attempt.target", () -> Attempt.builder(AttemptKind.PRIMARY, none())),
                absent("attempt.usage", () -> attempt().usage(none())),
                absent("attempt.cost", () -> attempt().cost(none())),
                absent("attempt.failure", () -> attempt().failure(none())),
                refused("attempt.from is negative", () -> attempt().span(-1, 5), "attempt.from: -1 (expected: >= 0)"),
                refused("attempt ends before it begins", () -> attempt().span(5, 4), "attempt.to: 4 (expected: >= 5)"));
    }

    static Stream<BadValue> plans() {
        return Stream.of(
                absent("plan.candidates", () -> RoutePlan.builder().candidates(none())),
                absent("plan.candidates[]", () -> RoutePlan.builder().candidates(Collections.singletonList(none()))),
                absent("plan.ranking", () -> RoutePlan.builder().ranking(none())),
                absent("plan.ranking[]", () -> RoutePlan.builder().ranking(Collections.singletonList(none()))),
                absent("candidate.target", () -> Candidate.builder(none())),
                absent("candidate.rejections", () -> Candidate.builder(FAST).rejections(none())),
                absent("candidate.rejections[]", () -> Candidate.builder(FAST)
                        .rejections(Collections.singletonList(none()))),
                absent("ranked.target", () -> new RankedTarget(none(), List.of())),
                absent("ranked.scores", () -> new RankedTarget(FAST, none())),
                absent("ranked.scores[]", () -> new RankedTarget(FAST, Collections.singletonList(none()))));
    }

    static Stream<BadValue> reasons() {
        return Stream.of(
                absent("rejection.reason", () -> Rejection.of(none(), "why", "fix")),
                blank("rejection.detail", () -> Rejection.of(RejectionReason.CUSTOM, " ", "fix")),
                absent("rejection.detail", () -> Rejection.of(RejectionReason.CUSTOM, none(), "fix")),
                blank("rejection.remedy", () -> Rejection.of(RejectionReason.CUSTOM, "why", "")),
                absent("rejection.remedy", () -> Rejection.of(RejectionReason.CUSTOM, "why", none())),
                blank("score.strategy", () -> new Score("", 1)),
                absent("score.strategy", () -> new Score(none(), 1)),
                refused(
                        "score.value is not a number",
                        () -> new Score("mine", Double.NaN),
                        "score.value: NaN (expected: a number, lower is better)"));
    }

    @Test
    void score_whenInfinite_isAcceptedBecauseItPutsATargetLast() {
        assertThat(new Score("mine", Double.POSITIVE_INFINITY).value()).isInfinite();
    }

    @Test
    void span_whenTheAttemptEndsAtOnce_isAccepted() {
        assertThat(attempt().span(5, 5).build().duration()).isZero();
    }
}

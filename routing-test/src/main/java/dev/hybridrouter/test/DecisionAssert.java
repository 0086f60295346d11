package dev.hybridrouter.test;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.target.TargetId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on how a request ended and how that came about. Each failure message shows the whole decision, which holds
 * no prompt or answer text.
 *
 * <pre>{@code
 * assertThat(result).isAnswered().servedBy("us").attempted("eu", "us").rejected("cn", RejectionReason.RESIDENCY);
 * }</pre>
 */
public final class DecisionAssert extends AbstractAssert<DecisionAssert, Decision> {
    private final @Nullable RouteResult result;

    DecisionAssert(Decision decision, @Nullable RouteResult result) {
        super(decision, DecisionAssert.class);
        this.result = result;
    }

    /** Passes if a target answered. */
    public DecisionAssert isAnswered() {
        return outcome(Outcome.ANSWERED);
    }

    /** Passes if this target answered. */
    public DecisionAssert servedBy(String target) {
        isAnswered();
        return same("served by", Optional.of(new TargetId(target)), server());
    }

    /** Passes if the answer is not the first attempt's. */
    public DecisionAssert isDegraded() {
        return same("degraded", true, actual.degraded());
    }

    /** Passes if nothing was sent and this is among the reasons why the request was refused. */
    public DecisionAssert isRejectedFor(RejectionReason reason) {
        outcome(Outcome.REJECTED);
        List<RejectionReason> reasons =
                actual.reasons().stream().map(Rejection::reason).distinct().toList();
        return check(reasons.contains(reason), "rejected for", reason, reasons);
    }

    /** Passes if something was sent, no target answered, and the last failure is of this kind. */
    public DecisionAssert failedWith(FailureKind kind) {
        outcome(Outcome.FAILED);
        Optional<ProviderFailure> failure =
                result instanceof RouteResult.Failed failed ? Optional.of(failed.failure()) : lastFailure();
        return same("failed with", Optional.of(kind), failure.map(ProviderFailure::kind));
    }

    /** Passes if exactly these targets were called, in the order in which the attempts began. */
    public DecisionAssert attempted(String... targets) {
        return same(
                "attempted",
                ids(targets),
                byStart().map(attempt -> attempt.target()).toList());
    }

    /** Passes if the attempts were exactly of these kinds, in the order in which they began. */
    public DecisionAssert attemptKinds(AttemptKind... kinds) {
        return same(
                "attempt kinds", List.of(kinds), byStart().map(Attempt::kind).toList());
    }

    /** Passes if the target was considered and removed, for this reason among others. */
    public DecisionAssert rejected(String target, RejectionReason reason) {
        TargetId id = new TargetId(target);
        List<RejectionReason> reasons = actual.candidates().stream()
                .filter(candidate -> candidate.target().equals(id))
                .flatMap(candidate -> candidate.rejections().stream())
                .map(Rejection::reason)
                .toList();
        return check(reasons.contains(reason), target + " rejected for", reason, reasons);
    }

    /** Passes if exactly these targets were admissible, best first. */
    public DecisionAssert ranked(String... targets) {
        return same(
                "ranked",
                ids(targets),
                actual.ranking().stream().map(ranked -> ranked.target()).toList());
    }

    /** Passes if the target is known to the router but none of the attempts called it. */
    public DecisionAssert neverTouched(String target) {
        TargetId id = new TargetId(target);
        List<TargetId> known =
                actual.candidates().stream().map(Candidate::target).toList();
        check(known.contains(id), "considered", id, known);
        List<Attempt> touched = actual.attempts().stream()
                .filter(attempt -> attempt.target().equals(id))
                .toList();
        return same("attempts to " + target, List.of(), touched);
    }

    /** Passes if the whole request took no longer than this. */
    public DecisionAssert within(Duration limit) {
        return check(actual.elapsed().compareTo(limit) <= 0, "elapsed at most", limit, actual.elapsed());
    }

    private DecisionAssert outcome(Outcome expected) {
        isNotNull();
        return same("outcome", expected, actual.outcome());
    }

    private Optional<TargetId> server() {
        if (result instanceof RouteResult.Answered answered) {
            return Optional.of(answered.target());
        }
        return actual.attempts().stream()
                .filter(attempt -> attempt.failure().isEmpty())
                .map(Attempt::target)
                .findFirst();
    }

    private Optional<ProviderFailure> lastFailure() {
        return actual.attempts().stream()
                .flatMap(attempt -> attempt.failure().stream())
                .reduce((earlier, later) -> later);
    }

    private Stream<Attempt> byStart() {
        return actual.attempts().stream().sorted(Comparator.comparing(Attempt::startedAfter));
    }

    private static List<TargetId> ids(String... targets) {
        return Stream.of(targets).map(TargetId::new).toList();
    }

    private DecisionAssert same(String what, Object expected, Object found) {
        return check(expected.equals(found), what, expected, found);
    }

    private DecisionAssert check(boolean holds, String what, Object expected, Object found) {
        if (!holds) {
            failWithMessage("%nExpected %s: %s%nbut was: %s%nin %s", what, expected, found, actual.describe());
        }
        return this;
    }
}

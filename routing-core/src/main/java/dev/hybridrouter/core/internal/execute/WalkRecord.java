package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.plan.Plan;
import dev.hybridrouter.core.internal.plan.Rejections;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened on one request's walk, and the result and decision that follow from it. Not thread-safe. */
final class WalkRecord {
    private static final Rejection CANCELLED =
            Rejection.of(RejectionReason.CANCELLED, "the caller cancelled before anything was sent", "none needed");
    private static final Rejection DEADLINE =
            Rejection.of(RejectionReason.DEADLINE, "the deadline passed before anything was sent", "allow more time");

    private final Ask ask;
    private final Plan plan;
    private final @Nullable QuotaWalk quota;
    private final @Nullable Ticket ticket;
    private List<Attempt> attempts = List.of();
    private List<Candidate> refused = List.of();
    private List<Adjustment> adjustments = List.of();
    private @Nullable ProviderFailure lastFailure;

    WalkRecord(Ask ask, Plan plan, @Nullable QuotaWalk quota, @Nullable Ticket ticket) {
        this.ask = ask;
        this.plan = plan;
        this.quota = quota;
        this.ticket = ticket;
    }

    /** Takes a target in that the plan admitted and the check before an attempt did not. */
    void refused(TargetId target, List<Rejection> reasons) {
        refused = refused.isEmpty() ? new ArrayList<>(2) : refused;
        refused.add(Candidate.builder(target).rejections(reasons).build());
    }

    /** Takes an ended attempt in. */
    void attempted(Attempt attempt) {
        if (attempts.isEmpty()) {
            attempts = List.of(attempt);
        } else {
            attempts = new ArrayList<>(attempts);
            attempts.add(attempt);
        }
        lastFailure = attempt.failure().orElse(null);
    }

    int attempts() {
        return attempts.size();
    }

    RouteResult.Answered answered(ModelResponse response, TargetId target, long nowNanos) {
        return new RouteResult.Answered(response, target, decision(Outcome.ANSWERED, nowNanos));
    }

    /** The result where no attempt answered; before the commit point an answer past its time may stand in. */
    RouteResult unanswered(boolean cancelled, long nowNanos) {
        RouteResult result = ended(cancelled, ModelResponse.nothing(), nowNanos);
        return ticket == null ? result : ticket.insteadOf(result, nowNanos);
    }

    /** The result where no attempt answered. */
    RouteResult ended(boolean cancelled, ModelResponse delivered, long nowNanos) {
        ProviderFailure last = lastFailure;
        if (last != null) {
            ProviderFailure failure = cancelled ? cancelledAfter(last) : last;
            return new RouteResult.Failed(failure, delivered, decision(Outcome.FAILED, nowNanos));
        }
        return new RouteResult.Rejected(reasons(cancelled, nowNanos), decision(Outcome.REJECTED, nowNanos));
    }

    /** The last attempt may have ended by itself; what ended the request is that nobody wanted another. */
    private static ProviderFailure cancelledAfter(ProviderFailure last) {
        if (last.kind() == FailureKind.CANCELLED) {
            return last;
        }
        return ProviderFailure.builder(FailureKind.CANCELLED, "the caller cancelled after " + last.kind())
                .billing(last.billing())
                .build();
    }

    private List<Rejection> reasons(boolean cancelled, long nowNanos) {
        if (cancelled) {
            return List.of(CANCELLED);
        }
        List<Rejection> lacks = quota == null ? List.of() : quota.rejections();
        boolean wasRefused = !refused.isEmpty() || !lacks.isEmpty();
        if (!wasRefused && plan.order().length > 0) {
            return List.of(DEADLINE);
        }
        List<Candidate> rejected = wasRefused ? refused : plan.record().candidates();
        Stream<Rejection> others = rejected.stream().flatMap(candidate -> candidate.rejections().stream());
        boolean late = wasRefused && ask.isTooLate(nowNanos);
        Stream<Rejection> all = Stream.concat(lacks.stream(), others);
        return Rejections.merged(Stream.concat(all, late ? Stream.of(DEADLINE) : Stream.empty()));
    }

    private Decision decision(Outcome outcome, long nowNanos) {
        return ask.decision(carriedOut(), attempts, outcome, nowNanos);
    }

    /** The plan with what was refused after it, what quotas changed and the cache did. */
    private RoutePlan carriedOut() {
        RoutePlan checked = refused.isEmpty() ? plan.record() : withLastWords(plan.record());
        RoutePlan quoted = quota == null ? checked : quota.carriedOut(checked);
        RoutePlan adjusted = adjustments.isEmpty() ? quoted : quoted.withAdjustments(all(quoted.adjustments()));
        return ticket == null ? adjusted : adjusted.with(ticket.missed());
    }

    private List<Adjustment> all(List<Adjustment> planned) {
        List<Adjustment> all = new ArrayList<>(planned);
        all.addAll(adjustments);
        return all;
    }

    /** Something is sent differently from what was asked; told once. */
    void adjusted(Adjustment adjustment) {
        if (!adjustments.contains(adjustment)) {
            adjustments = adjustments.isEmpty() ? new ArrayList<>() : adjustments;
            adjustments.add(adjustment);
        }
    }

    /** The plan with the last word on each target that was never called. */
    private RoutePlan withLastWords(RoutePlan planned) {
        List<Candidate> candidates = planned.candidates().stream()
                .map(candidate -> wasCalled(candidate.target()) ? candidate : lastWord(candidate))
                .toList();
        return planned.withCandidates(candidates);
    }

    private boolean wasCalled(TargetId target) {
        return attempts.stream().anyMatch(attempt -> attempt.target().equals(target));
    }

    private Candidate lastWord(Candidate planned) {
        for (int i = refused.size() - 1; i >= 0; i--) {
            if (refused.get(i).target().equals(planned.target())) {
                return refused.get(i);
            }
        }
        return planned;
    }
}

package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.RouteResult;
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
import dev.hybridrouter.core.internal.tools.Rejections;
import dev.hybridrouter.core.internal.waiting.WaitingRoom;
import dev.hybridrouter.core.internal.way.CallContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened in one run, and the result and decision that follow from it. Not thread-safe. */
final class RunRecord {
    private static final Rejection CANCELLED =
            Rejection.of(RejectionReason.CANCELLED, "the caller cancelled before anything was sent", "none needed");
    private static final Rejection DEADLINE =
            Rejection.of(RejectionReason.DEADLINE, "the deadline passed before anything was sent", "allow more time");

    private static final double SECOND = 1e9;

    private final CallContext call;
    private @Nullable Lacks lacks; // most requests find room
    private List<Attempt> attempts = List.of();
    private List<Candidate> refused = List.of();
    private List<Rejection> stops = List.of();
    private @Nullable ProviderFailure lastFailure;

    RunRecord(CallContext call) {
        this.call = call;
    }

    /** The places that had no room. */
    Lacks lacks() {
        Lacks known = lacks;
        if (known == null) {
            known = new Lacks();
            lacks = known;
        }
        return known;
    }

    /** Whether a place had no room. */
    boolean lacksRoom() {
        return lacks != null && !lacks.isEmpty();
    }

    /** Takes in a target that the plan admitted and a gate did not. */
    void refused(TargetId target, List<Rejection> reasons) {
        refused = refused.isEmpty() ? new ArrayList<>(2) : refused;
        refused.add(Candidate.builder(target).rejections(reasons).build());
    }

    /** Takes in why no further attempt is made, once. */
    void stopped(Rejection why) {
        if (!stops.contains(why)) {
            stops = stops.isEmpty() ? new ArrayList<>(1) : stops;
            stops.add(why);
        }
    }

    /** Takes in that the request cannot wait for room, with the estimate where there is one. */
    void cannotWait(WaitingRoom.Refusal refusal) {
        if (refusal instanceof WaitingRoom.Refusal.Full full) {
            stopped(Rejection.of(
                    lacking(),
                    "the waiting room is full: " + full.waiting() + " requests wait for room",
                    "retry later, raise quotas.maxWaiting, or add targets"));
        } else if (refusal instanceof WaitingRoom.Refusal.TooLate late && late.estimateNanos() != Long.MAX_VALUE) {
            stopped(Rejection.of(
                            lacking(),
                            String.format(
                                    Locale.ROOT,
                                    "room is expected in %.1f s, too late for an answer before the deadline",
                                    late.estimateNanos() / SECOND),
                            "allow more time, raise the quota if it is yours, or add targets")
                    .withRetryAfter(Duration.ofNanos(Math.max(0, late.estimateNanos()))));
        }
    }

    /** Why there is no room where the request would most like to go. */
    private RejectionReason lacking() {
        return lacks().reasons().get(0).reason();
    }

    /** Takes in an ended attempt. */
    void attempted(Attempt attempt) {
        if (attempts.isEmpty()) {
            attempts = List.of(attempt);
        } else {
            attempts = new ArrayList<>(attempts);
            attempts.add(attempt);
        }
    }

    /** Takes in why an attempt failed that was not ended for another's sake. */
    void failed(ProviderFailure why) {
        lastFailure = why;
    }

    RouteResult.Answered answered(ModelResponse response, TargetId target, long nowNanos) {
        return new RouteResult.Answered(response, target, decision(List.of(), Outcome.ANSWERED, nowNanos));
    }

    /** The result where no attempt answered. */
    RouteResult unanswered(boolean cancelled, ModelResponse delivered, long nowNanos) {
        ProviderFailure last = lastFailure;
        if (last != null) {
            ProviderFailure failure = cancelled ? cancelledAfter(last) : last;
            return new RouteResult.Failed(failure, delivered, decision(stops, Outcome.FAILED, nowNanos));
        }
        List<Rejection> reasons = reasons(cancelled, nowNanos);
        return new RouteResult.Rejected(reasons, decision(reasons, Outcome.REJECTED, nowNanos));
    }

    /** The last attempt may have ended for a reason of its own; the request ended because nobody wanted another. */
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
        boolean wasRefused = !refused.isEmpty() || lacksRoom();
        if (!wasRefused && call.order().length > 0) {
            return List.of(DEADLINE);
        }
        List<Candidate> rejected = wasRefused ? refused : call.plan().candidates();
        Stream<Rejection> others = rejected.stream().flatMap(candidate -> candidate.rejections().stream());
        Stream<Rejection> all = Stream.concat(Stream.concat(lacks().reasons().stream(), others), stops.stream());
        boolean late = wasRefused && call.isTooLate(nowNanos);
        return Rejections.merged(Stream.concat(all, late ? Stream.of(DEADLINE) : Stream.empty()));
    }

    private Decision decision(List<Rejection> reasons, Outcome outcome, long nowNanos) {
        RoutePlan plan = refused.isEmpty() ? call.plan() : withLastWords(call.plan());
        return call.decision(plan, attempts, reasons, outcome, nowNanos);
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

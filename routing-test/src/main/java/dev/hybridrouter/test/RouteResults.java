package dev.hybridrouter.test;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Content;
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
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.target.TargetId;
import java.util.List;

/**
 * Results as a router returns them, for tests in which the router itself is a mock. Each has a decision that fits it: request
 * number 1, operation {@link OperationType#STANDARD}, no cost, no time. Where an attempt was made, it is one first attempt at one
 * target, named {@code scripted} unless stated otherwise.
 *
 * <pre>{@code
 * when(router.route(any())).thenReturn(RouteResults.answered("hello"));
 * }</pre>
 */
public final class RouteResults {
    private static final String TARGET = "scripted";

    private RouteResults() {}

    /** Returns an answer with this text. */
    public static RouteResult.Answered answered(String text) {
        return answeredBy(TARGET, text);
    }

    /** Returns an answer with this text from this target. */
    public static RouteResult.Answered answeredBy(String target, String text) {
        return answeredBy(
                target,
                ModelResponse.builder(List.of(new Content.Text(text)), StopReason.END_TURN)
                        .build());
    }

    /** Returns an answer from this target. */
    public static RouteResult.Answered answeredBy(String target, ModelResponse response) {
        Check.notNull(response, "answered.response");
        TargetId by = new TargetId(target);
        Attempt attempt =
                Attempt.builder(AttemptKind.PRIMARY, by).usage(response.usage()).build();
        return new RouteResult.Answered(response, by, attempted(Outcome.ANSWERED, attempt));
    }

    /** Returns a rejection for this reason: nothing was sent. */
    public static RouteResult.Rejected rejected(RejectionReason reason) {
        Rejection why = Rejection.of(Check.notNull(reason, "rejected.reason"), "set by the test", "none needed");
        Decision decision = decision(Outcome.REJECTED).reasons(List.of(why)).build();
        return new RouteResult.Rejected(List.of(why), decision);
    }

    /** Returns a failure of this kind: the only attempt failed, and nothing was delivered. */
    public static RouteResult.Failed failed(FailureKind kind) {
        return failed(ProviderFailure.of(Check.notNull(kind, "failed.kind"), "set by the test"));
    }

    /** Returns a failure: the only attempt failed in this way, and nothing was delivered. */
    public static RouteResult.Failed failed(ProviderFailure failure) {
        Attempt attempt = Attempt.builder(AttemptKind.PRIMARY, new TargetId(TARGET))
                .failure(Check.notNull(failure, "failed.failure"))
                .build();
        return new RouteResult.Failed(failure, ModelResponse.nothing(), attempted(Outcome.FAILED, attempt));
    }

    private static Decision attempted(Outcome outcome, Attempt attempt) {
        RoutePlan plan = RoutePlan.builder()
                .candidates(List.of(Candidate.builder(attempt.target()).build()))
                .ranking(List.of(new RankedTarget(attempt.target(), List.of())))
                .build();
        return decision(outcome).plan(plan).attempts(List.of(attempt)).build();
    }

    private static Decision.Builder decision(Outcome outcome) {
        return Decision.builder(1, OperationType.STANDARD, outcome);
    }
}

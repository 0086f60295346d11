package dev.hybridrouter.api;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.TargetId;
import java.time.Duration;
import java.util.List;

/** Values that tests need and do not care about. */
public final class Samples {
    public static final TargetId FAST = new TargetId("fast");
    public static final TargetId CHEAP = new TargetId("cheap");
    public static final Rejection NO_TOOLS =
            Rejection.of(RejectionReason.CAPABILITY, "the target has no TOOLS", "add a target with TOOLS");
    public static final ProviderFailure TIMED_OUT = ProviderFailure.of(FailureKind.TIMEOUT, "no answer within 5 s");

    private Samples() {}

    /** A decision with nothing but an end and these attempts. */
    public static Decision decision(Outcome outcome, Attempt... attempts) {
        return Decision.builder(1, OperationType.STANDARD, outcome)
                .attempts(List.of(attempts))
                .elapsed(Duration.ofMillis(20))
                .build();
    }

    /** An attempt that answered. */
    public static Attempt answered(AttemptKind kind, TargetId target) {
        return Attempt.builder(kind, target).span(0, 1_000_000).build();
    }

    /** An attempt that timed out. */
    public static Attempt timedOut(AttemptKind kind, TargetId target) {
        return Attempt.builder(kind, target)
                .span(0, 1_000_000)
                .failure(TIMED_OUT)
                .build();
    }
}

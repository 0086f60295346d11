package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderException;

/** How an attempt ends whose answer a guard denies: for good, paid, and nobody's fault. */
final class GuardDenial {
    /** More of a block came whose end was inspected. */
    public static final Rejection INTERLEAVED = Rejection.of(
            RejectionReason.GUARD_FAILED, "the answer's blocks are interleaved", "ask for the answer in one piece");

    /** The attempt's time ended while guards were at its answer. */
    public static final Rejection LATE = Rejection.of(
            RejectionReason.GUARD_FAILED, "guards were late", "allow more time, or use guards that take less");

    private GuardDenial() {}

    /** Returns the failure of an attempt whose answer is withheld for this reason. */
    public static ProviderException of(Rejection why, TokenUsage usage) {
        ProviderFailure failure = ProviderFailure.builder(
                        FailureKind.GUARDRAIL_BLOCKED, "the answer is withheld: " + why.detail())
                .billing(Billing.CERTAIN)
                .build();
        return new ProviderException(failure, usage);
    }
}

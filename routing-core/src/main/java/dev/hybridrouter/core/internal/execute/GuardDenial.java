package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderException;

/** How an attempt ends whose answer a guard denies: for good, paid, and nobody's fault. */
final class GuardDenial {
    private GuardDenial() {}

    static ProviderException of(Rejection why, TokenUsage usage) {
        ProviderFailure failure = ProviderFailure.builder(
                        FailureKind.GUARDRAIL_BLOCKED, "the answer is withheld: " + why.detail())
                .billing(Billing.CERTAIN)
                .build();
        return new ProviderException(failure, usage);
    }
}

package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt holds of its target's quota. Ended once, by whoever ends the attempt. Thread-safe. */
public final class Allowance {
    private final Claim claim;
    private final QuotaHold hold;

    /** Creates the allowance of a claim that was admitted. */
    public Allowance(Claim claim, QuotaHold hold) {
        this.claim = claim;
        this.hold = hold;
    }

    /** What was claimed. */
    public Claim claim() {
        return claim;
    }

    /** The request as it is sent: with the cap on its output, where that is lower than the caller's. */
    public RouteRequest capped(RouteRequest request) {
        MaxTokensChoice cap = claim.cap();
        if (!cap.isCapped()) {
            return request;
        }
        int most = (int) cap.maxTokens();
        return request.toBuilder()
                .parameters(request.parameters().toBuilder().maxTokens(most).build())
                .build();
    }

    /** What is done differently from what was asked; null if nothing is. */
    public @Nullable Adjustment adjustment() {
        MaxTokensChoice cap = claim.cap();
        return cap.isCapped()
                ? new Adjustment(
                        Adjustment.Kind.OUTPUT_CAPPED,
                        "answers of " + cap.model() + " for " + cap.operation() + " need less: at most "
                                + cap.maxTokens() + " tokens in place of " + cap.callersMax())
                : null;
    }

    /** That the learned cap has cut the answer; null if it has not. */
    public @Nullable Adjustment truncation(StopReason reason) {
        MaxTokensChoice cap = claim.cap();
        return cap.truncated(reason)
                ? new Adjustment(
                        Adjustment.Kind.OUTPUT_TRUNCATED,
                        "the answer of " + cap.model() + " was cut at " + cap.maxTokens()
                                + " tokens, though the caller allowed " + cap.callersMax())
                : null;
    }

    /** The attempt was not made after all. */
    public void release(long nowNanos) {
        hold.release(nowNanos);
        claim.headroom().ended();
    }

    /** The attempt answered. */
    public void answered(ModelResponse response, long nowNanos) {
        hold.settle(response.usage(), nowNanos);
        claim.headroom().answered(claim, response);
        claim.headroom().ended();
    }

    /** The attempt failed. What was neither billed nor refused for load was not counted either. */
    public void failed(ProviderFailure failure, TokenUsage usage, long nowNanos) {
        if (failure.kind() == FailureKind.THROTTLED || failure.kind() == FailureKind.QUOTA_EXCEEDED) {
            Duration pause = failure.retryAfter().orElse(null);
            boolean unused = pause == null ? hold.throttled(nowNanos) : hold.throttled(pause, nowNanos);
        } else if (failure.billing() == Billing.NONE && usage.output().orElse(0) == 0) {
            hold.release(nowNanos);
        } else {
            hold.settle(usage, nowNanos);
        }
        claim.headroom().ended();
    }
}

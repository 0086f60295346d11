package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Hold;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt holds of its target's quota. Ended once, by whoever ends the attempt. Thread-safe. */
final class Allowance implements Hold {
    private final Claim claim;
    private final QuotaHold hold;

    /** Creates the allowance of a claim that was admitted. */
    Allowance(Claim claim, QuotaHold hold) {
        this.claim = claim;
        this.hold = hold;
    }

    @Override
    public RouteRequest toSend(RouteRequest request, CallContext call) {
        MaxTokensChoice cap = claim.cap();
        if (!cap.isCapped()) {
            return request;
        }
        call.adjusted(adjustment(cap));
        int most = (int) cap.maxTokens();
        return request.toBuilder()
                .parameters(request.parameters().toBuilder().maxTokens(most).build())
                .build();
    }

    private static Adjustment adjustment(MaxTokensChoice cap) {
        return new Adjustment(
                Adjustment.Kind.OUTPUT_CAPPED,
                "answers of " + cap.model() + " for " + cap.operation() + " need less: at most " + cap.maxTokens()
                        + " tokens in place of " + cap.callersMax());
    }

    /** That the learned cap has cut the answer; null if it has not. */
    private @Nullable Adjustment truncation(StopReason reason) {
        MaxTokensChoice cap = claim.cap();
        return cap.truncated(reason)
                ? new Adjustment(
                        Adjustment.Kind.OUTPUT_TRUNCATED,
                        "the answer of " + cap.model() + " was cut at " + cap.maxTokens()
                                + " tokens, though the caller allowed " + cap.callersMax())
                : null;
    }

    @Override
    public void release(long nowNanos) {
        hold.release(nowNanos);
        claim.headroom().ended();
    }

    @Override
    public void answered(
            CallContext call, Attempt.Builder record, ModelResponse response, long afterNanos, long nowNanos) {
        hold.settle(response.usage(), nowNanos);
        call.adjusted(truncation(response.stopReason()));
        claim.bucket().answered(nowNanos);
        claim.headroom().answered(claim, response);
        claim.headroom().ended();
    }

    /** What was neither billed nor refused for load was not counted either. */
    @Override
    public void failed(
            CallContext call,
            Attempt.Builder record,
            ProviderFailure failure,
            TokenUsage usage,
            boolean fair,
            long nowNanos) {
        if (failure.kind() == FailureKind.THROTTLED || failure.kind() == FailureKind.QUOTA_EXCEEDED) {
            Duration pause = failure.retryAfter().orElse(null);
            boolean unused = pause == null ? hold.throttled(nowNanos) : hold.throttled(pause, nowNanos);
            Bucket bucket = claim.bucket();
            TargetId target = claim.headroom().target(claim.target());
            bucket.throttled(
                    call.number(), target, pause == null ? bucket.twin().pause() : pause, nowNanos);
        } else if (failure.billing() == Billing.NONE && usage.output().orElse(0) == 0) {
            hold.release(nowNanos);
        } else {
            hold.settle(usage, nowNanos);
        }
        claim.headroom().ended();
    }
}

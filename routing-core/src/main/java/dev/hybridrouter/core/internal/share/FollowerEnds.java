package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.FallbackRule;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.core.internal.way.CallContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How requests end that made no call of their own. */
final class FollowerEnds {
    private static final Rejection LATE = Rejection.of(
            RejectionReason.DEADLINE,
            "the deadline passed while an identical request was in progress",
            "allow more time");
    private static final Rejection CANCELLED = Rejection.of(
            RejectionReason.CANCELLED, "the caller cancelled before anything was sent for it alone", "none needed");

    private FollowerEnds() {}

    /** The end of the call that was shared, as this request's own; null if it can do better by itself. */
    static @Nullable RouteResult of(CallContext call, RouteResult end, long nowNanos) {
        if (end instanceof RouteResult.Answered answered) {
            Decision decision = decision(call, use(answered.decision()), Outcome.ANSWERED, nowNanos);
            return new RouteResult.Answered(answered.response(), answered.target(), decision);
        }
        return end instanceof RouteResult.Failed failed && isSameForAll(failed.failure())
                ? failed(call, failed.failure(), ModelResponse.nothing(), nowNanos)
                : null;
    }

    /** What this request saved is what the call cost. */
    private static CacheUse use(Decision leader) {
        return leader.cache().shared()
                ? leader.cache()
                : CacheUse.answered(
                        CacheUse.Kind.JOINED, Duration.ZERO, leader.cost().orElse(null));
    }

    private static boolean isSameForAll(ProviderFailure failure) {
        return failure.kind().fallback() == FallbackRule.NO && failure.kind() != FailureKind.CANCELLED;
    }

    /** A stream that failed after something of it was delivered. */
    static RouteResult failed(CallContext call, ProviderFailure failure, ModelResponse delivered, long nowNanos) {
        return new RouteResult.Failed(failure, delivered, decision(call, JOINED, Outcome.FAILED, nowNanos));
    }

    private static final CacheUse JOINED = CacheUse.answered(CacheUse.Kind.JOINED, Duration.ZERO, null);

    static RouteResult late(CallContext call, long nowNanos) {
        return rejected(call, LATE, nowNanos);
    }

    static RouteResult cancelled(CallContext call, long nowNanos) {
        return rejected(call, CANCELLED, nowNanos);
    }

    static RouteResult rejected(CallContext call, Rejection why, long nowNanos) {
        call.cached(CacheUse.missed());
        return call.rejected(why, nowNanos);
    }

    /** The record of a request that made no call. */
    static Decision decision(CallContext call, CacheUse use, Outcome outcome, long nowNanos) {
        call.cached(use);
        return call.decision(outcome, nowNanos);
    }
}

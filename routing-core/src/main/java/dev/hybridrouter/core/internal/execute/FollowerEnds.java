package dev.hybridrouter.core.internal.execute;

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
import dev.hybridrouter.api.target.Money;
import java.time.Duration;
import java.util.List;
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
    static @Nullable RouteResult of(Ask ask, RouteResult end, long nowNanos) {
        if (end instanceof RouteResult.Answered answered) {
            Decision decision = ask.decision(use(ask, answered.decision()), Outcome.ANSWERED, nowNanos);
            return new RouteResult.Answered(answered.response(), answered.target(), decision);
        }
        return end instanceof RouteResult.Failed failed && isSameForAll(failed.failure())
                ? failed(ask, failed.failure(), ModelResponse.nothing(), nowNanos)
                : null;
    }

    /** What this request saved is what the call cost; what a search cost is on the record of who began it. */
    private static CacheUse use(Ask ask, Decision leader) {
        boolean isMine = leader.number() == ask.number();
        return leader.cache().isShared()
                ? isMine ? leader.cache() : leader.cache().withLookupCost(Money.ZERO)
                : CacheUse.answered(
                        CacheUse.Kind.JOINED, Duration.ZERO, leader.cost().orElse(null));
    }

    private static boolean isSameForAll(ProviderFailure failure) {
        return failure.kind().fallback() == FallbackRule.NO && failure.kind() != FailureKind.CANCELLED;
    }

    /** A stream that failed after something of it was delivered. */
    static RouteResult failed(Ask ask, ProviderFailure failure, ModelResponse delivered, long nowNanos) {
        return new RouteResult.Failed(failure, delivered, ask.decision(JOINED, Outcome.FAILED, nowNanos));
    }

    private static final CacheUse JOINED = CacheUse.answered(CacheUse.Kind.JOINED, Duration.ZERO, null);

    static RouteResult late(Ask ask, long nowNanos) {
        return rejected(ask, LATE, nowNanos);
    }

    static RouteResult cancelled(Ask ask, long nowNanos) {
        return rejected(ask, CANCELLED, nowNanos);
    }

    static RouteResult rejected(Ask ask, Rejection why, long nowNanos) {
        return new RouteResult.Rejected(List.of(why), ask.decision(CacheUse.missed(), Outcome.REJECTED, nowNanos));
    }
}

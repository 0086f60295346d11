package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.failure.FallbackRule;
import dev.hybridrouter.core.internal.cache.Answer;
import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.similar.SearchTrace;
import dev.hybridrouter.core.internal.way.CallContext;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the cache has to do with a request that makes a call.
 *
 * @param pool the cache
 * @param key what it asks
 * @param flight the call it makes, for itself and others
 * @param spare an answer past its time, for the case that no target answers; null if there is none
 * @param invalidations how often answers had been thrown away when it began
 * @param miss why it makes a call
 */
record Lead(
        SharedAnswerPool pool,
        CacheKey key,
        Flight flight,
        @Nullable Answer spare,
        long invalidations,
        Miss miss) {
    /** States of targets and budgets that pass, unlike rules of what is allowed. */
    static final Set<RejectionReason> PASSING = EnumSet.of(
            RejectionReason.BREAKER_OPEN,
            RejectionReason.MISCONFIGURED,
            RejectionReason.BUDGET,
            RejectionReason.QUOTA,
            RejectionReason.DEADLINE);

    /** This after a search for a similar request, if there was one. */
    Lead after(@Nullable SearchTrace search) {
        return search == null
                ? this
                : new Lead(pool, key, flight, spare, invalidations, new Miss(miss.cause(), search));
    }

    /** To be called with the result before anybody else gets it. */
    void landed(RouteResult result) {
        pool.landed(this, result);
    }

    /** The call broke without a result: whoever waits for it has to try by itself. */
    void brokeOff() {
        pool.forget(key, flight);
        flight.abandon();
    }

    /** The spare answer, where there is one and the failure is none that another answer would have to share. */
    RouteResult insteadOf(RouteResult result, CallContext call) {
        if (spare == null || spare.leftNanos(pool.now()) <= 0 || !mayStandIn(result)) {
            return result;
        }
        if (!call.isForgotten()) { // else the answer of others would name somebody who has been erased
            spare.askers().addAll(flight.askers());
        }
        return stale(spare, result.decision(), pool.now());
    }

    private static boolean mayStandIn(RouteResult result) {
        return result.fold(
                answered -> false,
                rejected -> rejected.reasons().stream().anyMatch(why -> PASSING.contains(why.reason())),
                failed -> failed.failure().kind().fallback() == FallbackRule.YES);
    }

    private static RouteResult stale(Answer answer, Decision made, long nowNanos) {
        CacheUse use = answer.use(CacheUse.Kind.STALE_IF_ERROR, nowNanos);
        RoutePlan plan = made.plan().with(use);
        Decision decision =
                made.toBuilder().outcome(Outcome.ANSWERED).plan(plan).build();
        return new RouteResult.Answered(answer.response(), answer.target().id(), decision);
    }
}

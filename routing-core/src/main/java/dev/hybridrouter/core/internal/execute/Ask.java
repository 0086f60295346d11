package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.internal.money.Purse;
import dev.hybridrouter.spi.RequestFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One admitted request.
 *
 * @param number its running number within the router
 * @param request what is asked
 * @param facts what planning may know of it
 * @param startNanos when it was made
 * @param deadlineNanos when it has to be over
 * @param purse its budgets; null if the router has none
 */
public record Ask(
        long number,
        RouteRequest request,
        RequestFacts facts,
        long startNanos,
        long deadlineNanos,
        @Nullable Purse purse) {
    static final long LEAST_USEFUL_NANOS = 1_000_000;

    /** The record of this request where it made no call. */
    Decision decision(CacheUse use, Outcome outcome, long nowNanos) {
        return decision(RoutePlan.nothing().with(use), List.of(), outcome, nowNanos);
    }

    Decision decision(RoutePlan plan, List<Attempt> attempts, Outcome outcome, long nowNanos) {
        return Decision.builder(number, facts.context().operation(), outcome)
                .plan(plan)
                .attempts(attempts)
                .elapsedNanos(Math.max(0, nowNanos - startNanos))
                .build();
    }

    Ask with(@Nullable Purse opened) {
        return opened == null
                ? this
                : new Ask(number, opened.request(), opened.facts(), startNanos, deadlineNanos, opened);
    }

    long remaining(long nowNanos) {
        return deadlineNanos - nowNanos;
    }

    /** No provider answers within a millisecond; an attempt in the last one would only cost money. */
    boolean isTooLate(long nowNanos) {
        return remaining(nowNanos) < LEAST_USEFUL_NANOS;
    }
}

package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.internal.Check;
import java.util.List;

/**
 * What was decided before anything was sent: every target with its verdict, and the admissible ones in order.
 *
 * @param candidates every target of the router with its verdict
 * @param ranking the admissible targets, best first
 * @param adjustments what was done differently from what was asked
 * @param cache what the router's cache did
 * @param policyVersion the version of the routing policy that was in force; 0 where nothing was planned
 */
public record RoutePlan(
        List<Candidate> candidates,
        List<RankedTarget> ranking,
        List<Adjustment> adjustments,
        CacheUse cache,
        long policyVersion) {
    /** Copies the lists. */
    public RoutePlan {
        candidates = Check.copy(candidates, "plan.candidates");
        ranking = Check.copy(ranking, "plan.ranking");
        adjustments = Check.copy(adjustments, "plan.adjustments");
        Check.notNull(cache, "plan.cache");
        Check.atLeast(0, policyVersion, "plan.policyVersion");
    }

    /** Creates a plan without a cache, of no policy. */
    public RoutePlan(List<Candidate> candidates, List<RankedTarget> ranking, List<Adjustment> adjustments) {
        this(candidates, ranking, adjustments, CacheUse.none(), 0);
    }

    /** Creates a plan that does what was asked. */
    public RoutePlan(List<Candidate> candidates, List<RankedTarget> ranking) {
        this(candidates, ranking, List.of());
    }

    /** Returns a plan in which nothing was considered. */
    public static RoutePlan nothing() {
        return new RoutePlan(List.of(), List.of());
    }

    /** Returns the same plan with other verdicts. */
    public RoutePlan withCandidates(List<Candidate> verdicts) {
        return new RoutePlan(verdicts, ranking, adjustments, cache, policyVersion);
    }

    /** Returns the same plan with other adjustments. */
    public RoutePlan withAdjustments(List<Adjustment> others) {
        return new RoutePlan(candidates, ranking, others, cache, policyVersion);
    }

    /** Returns the same plan with what the cache did. */
    public RoutePlan with(CacheUse use) {
        return new RoutePlan(candidates, ranking, adjustments, use, policyVersion);
    }
}

package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.internal.Check;
import java.util.List;

/**
 * What was decided before anything was sent: every target with its verdict, and the admissible ones in order.
 *
 * @param candidates every target of the router with its verdict
 * @param ranking the admissible targets, best first
 */
public record RoutePlan(List<Candidate> candidates, List<RankedTarget> ranking) {
    /** Copies the lists. */
    public RoutePlan {
        candidates = Check.copy(candidates, "plan.candidates");
        ranking = Check.copy(ranking, "plan.ranking");
    }

    /** Returns a plan in which nothing was considered. */
    public static RoutePlan nothing() {
        return new RoutePlan(List.of(), List.of());
    }
}

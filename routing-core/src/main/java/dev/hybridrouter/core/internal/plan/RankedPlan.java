package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.decision.RoutePlan;

/**
 * A plan with the order in a form that execution walks.
 *
 * @param record the plan as decisions tell it
 * @param order positions of the admissible targets among the router's targets, best first
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
public record RankedPlan(RoutePlan record, int[] order) {}

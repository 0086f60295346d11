package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.spi.TargetView;

/**
 * A plan in the form that a run walks.
 *
 * @param record the plan as decisions tell it
 * @param order positions of the admissible targets among the router's targets, best first; not to be changed
 * @param views what was known of the router's targets when it was made; not to be changed
 * @param atNanos when that was
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
public record Planned(RoutePlan record, int[] order, TargetView[] views, long atNanos) {
    static final Planned NOTHING = new Planned(RoutePlan.nothing(), new int[0], new TargetView[0], 0);
}

package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.plan.Planner;
import dev.hybridrouter.core.internal.run.Backoff;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.core.policy.RoutingPolicy;

/**
 * How requests are planned and seen through under one policy.
 *
 * @param policy the policy
 * @param planner plans and checks
 * @param backoff pauses between tries
 */
record Course(RoutingPolicy policy, Planner planner, Backoff backoff) {
    RetryPolicy retry() {
        return policy.retry();
    }
}

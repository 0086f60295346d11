package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.core.internal.way.Binding;
import dev.hybridrouter.core.policy.RoutingPolicy;

/**
 * How requests are planned under one policy.
 *
 * @param policy the policy
 * @param planner plans and checks
 * @param binding what requests are bound to as they come
 */
public record Course(RoutingPolicy policy, Planner planner, Binding binding) {}

package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.core.policy.RoutingPolicy;

/**
 * How requests are planned under one policy.
 *
 * @param policy the policy
 * @param planner plans and checks
 */
public record Course(RoutingPolicy policy, Planner planner) {}

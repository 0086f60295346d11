package dev.hybridrouter.core;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.policy.DataPolicy;
import dev.hybridrouter.core.policy.DataRule;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.spi.guard.Guard;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Refuses policies that do not fit a router.
 *
 * @param set what the router is built from
 */
record PolicyCheck(HybridRouterBuilder set) implements Consumer<RoutingPolicy> {
    @Override
    public void accept(RoutingPolicy policy) {
        for (TargetId target : policy.resting()) {
            if (!set.targets.containsKey(target.value())) {
                throw Check.invalid("policy.resting", target, "only targets of this router");
            }
        }
        checkGuards(policy.data());
        if (policy.resting().size() == set.targets.size()) {
            throw Check.invalid(
                    "policy.resting",
                    policy.resting(),
                    "a target that does not rest; to stop all, throw the kill switch");
        }
    }

    /** Each guard of a router inspects all requests, so that to have it is enough. */
    private void checkGuards(DataPolicy data) {
        Set<String> present = set.guards == null
                ? Set.of()
                : set.guards.guards().stream().map(Guard::id).collect(Collectors.toSet());
        for (DataRule rule : data.rules()) {
            if (!present.containsAll(rule.guards())) {
                throw Check.invalid("policy.data.guards", rule.guards(), "only guards of this router: " + present);
            }
        }
    }
}

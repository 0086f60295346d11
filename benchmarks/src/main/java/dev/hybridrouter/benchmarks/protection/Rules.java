package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.Sensitivity;
import dev.hybridrouter.core.policy.DataPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy, as the oracle sees it.
 *
 * @param sensitivity by the least sensitivity, as an ordinal
 */
record Rules(
        @Nullable Rule all,
        Map<String, Rule> tenant,
        Map<OperationType, Rule> operation,
        Map<Integer, Rule> sensitivity) {
    static final List<Sensitivity> SENSITIVITIES = List.of(Sensitivity.values());

    DataPolicy policy() {
        DataPolicy.Builder policy = DataPolicy.builder();
        if (all != null) {
            policy.everywhere(all.rule());
        }
        tenant.forEach((name, rule) -> policy.tenant(name, rule.rule()));
        operation.forEach((type, rule) -> policy.operation(type, rule.rule()));
        sensitivity.forEach((from, rule) -> policy.sensitivity(SENSITIVITIES.get(from), rule.rule()));
        return policy.build();
    }

    /** The rules that bind such a request. */
    List<Rule> of(String name, OperationType type, int howSensitive) {
        List<Rule> bound = new ArrayList<>();
        if (all != null) {
            bound.add(all);
        }
        if (tenant.containsKey(name)) {
            bound.add(tenant.get(name));
        }
        if (operation.containsKey(type)) {
            bound.add(operation.get(type));
        }
        sensitivity.forEach((from, rule) -> {
            if (from <= howSensitive) {
                bound.add(rule);
            }
        });
        return bound;
    }
}

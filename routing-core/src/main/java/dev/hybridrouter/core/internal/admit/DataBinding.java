package dev.hybridrouter.core.internal.admit;

import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.Sensitivity;
import dev.hybridrouter.core.internal.way.Binding;
import dev.hybridrouter.core.policy.DataPolicy;
import dev.hybridrouter.core.policy.DataRule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A data policy as requests meet it: which of its rules apply is looked up, not searched for. Immutable. */
public final class DataBinding implements Binding {
    private static final DataRule PLACED = DataRule.builder().requireResidency().build();

    private final Map<OperationType, Map<Sensitivity, DataRule[]>> listed = new HashMap<>(); // not changed once made
    private final Map<Sensitivity, DataRule[]> others;
    private final Map<String, DataRule> byTenant;

    private DataBinding(DataPolicy policy, boolean requireResidency) {
        List<DataRule> common = new ArrayList<>();
        policy.everywhere().ifPresent(common::add);
        if (requireResidency) {
            common.add(PLACED);
        }
        others = rules(common, null, policy);
        policy.byOperation().forEach((operation, rule) -> listed.put(operation, rules(common, rule, policy)));
        byTenant = policy.byTenant();
    }

    /**
     * Returns a policy as requests meet it.
     *
     * @param requireResidency whether requests without any residency are barred, whatever the policy says
     */
    public static Binding of(DataPolicy policy, boolean requireResidency) {
        return new DataBinding(policy, requireResidency);
    }

    private static Map<Sensitivity, DataRule[]> rules(
            List<DataRule> common, @Nullable DataRule operation, DataPolicy policy) {
        Map<Sensitivity, DataRule[]> rules = new EnumMap<>(Sensitivity.class);
        List<DataRule> all = new ArrayList<>(common);
        if (operation != null) {
            all.add(operation);
        }
        for (Sensitivity each : Sensitivity.values()) { // what binds from one on binds the more sensitive
            Optional.ofNullable(policy.bySensitivity().get(each)).ifPresent(all::add);
            rules.put(each, all.toArray(DataRule[]::new));
        }
        return rules;
    }

    private DataRule[] rules(RequestContext context) {
        Map<Sensitivity, DataRule[]> own = listed.isEmpty() ? null : listed.get(context.operation());
        return Objects.requireNonNull((own == null ? others : own).get(context.sensitivity()));
    }

    private @Nullable DataRule rule(String tenant) {
        return byTenant.isEmpty() ? null : byTenant.get(tenant);
    }

    @Override
    public boolean isKeptBy(RequestContext context) {
        for (DataRule rule : rules(context)) {
            if (!rule.isKeptBy(context)) {
                return false;
            }
        }
        DataRule own = rule(context.tenant());
        return own == null || own.isKeptBy(context);
    }

    @Override
    public Bound bind(RequestContext context) {
        Tightening tightening = new Tightening(context);
        for (DataRule rule : rules(context)) {
            tightening.by(rule);
        }
        DataRule own = rule(context.tenant());
        if (own != null) {
            tightening.by(own);
        }
        return tightening.bound();
    }
}

package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.Sensitivity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rules about data that hold for requests whether they ask for it or not: for all, and by tenant, operation type, and
 * sensitivity. All rules that apply to a request hold together, and a request can only tighten them. They bind attempts and
 * side calls alike, and are applied before anything else is done with a request. Immutable; equal by value.
 *
 * <p>A request that no target can serve under the rules is rejected by them as by its own requirements: {@code RESIDENCY},
 * {@code RETENTION}, {@code SHARING}. One that the policy refuses as such is rejected before guards see it: {@code PURPOSE},
 * {@code CONSENT}, {@code RESIDENCY} where no region is left or none is stated, {@code NOT_CACHED}.
 *
 * <pre>{@code
 * DataPolicy policy = DataPolicy.builder()
 *         .everywhere(DataRule.builder().residency(ResidencyRequirement.within(RegionSet.EU)).build())
 *         .sensitivity(Sensitivity.CONFIDENTIAL, DataRule.builder().maxRetention(Duration.ZERO).noCache().build())
 *         .build();
 * }</pre>
 */
public final class DataPolicy {
    private static final DataPolicy NONE = new Builder().build();

    private final @Nullable DataRule everywhere;
    private final Map<String, DataRule> byTenant;
    private final Map<OperationType, DataRule> byOperation;
    private final Map<Sensitivity, DataRule> bySensitivity;

    private DataPolicy(Builder builder) {
        everywhere = builder.everywhere;
        byTenant = Map.copyOf(builder.byTenant);
        byOperation = Map.copyOf(builder.byOperation);
        bySensitivity = Collections.unmodifiableMap(new EnumMap<>(builder.bySensitivity));
    }

    /** Returns the policy that requires nothing. */
    public static DataPolicy none() {
        return NONE;
    }

    /** Returns a builder of a policy that requires nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the rule for all requests; empty if there is none. */
    public Optional<DataRule> everywhere() {
        return Optional.ofNullable(everywhere);
    }

    /** Returns the rules of single tenants. Unmodifiable. */
    public Map<String, DataRule> byTenant() {
        return byTenant;
    }

    /** Returns the rules of single operation types. Unmodifiable. */
    public Map<OperationType, DataRule> byOperation() {
        return byOperation;
    }

    /** Returns the rules from a sensitivity on: each holds for the more sensitive requests too. Unmodifiable. */
    public Map<Sensitivity, DataRule> bySensitivity() {
        return bySensitivity;
    }

    /** Returns all rules, in no order. */
    public List<DataRule> rules() {
        List<DataRule> all = new ArrayList<>(byTenant.values());
        all.addAll(byOperation.values());
        all.addAll(bySensitivity.values());
        if (everywhere != null) {
            all.add(everywhere);
        }
        return all;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataPolicy that
                && everywhere().equals(that.everywhere())
                && byTenant.equals(that.byTenant)
                && byOperation.equals(that.byOperation)
                && bySensitivity.equals(that.bySensitivity);
    }

    @Override
    public int hashCode() {
        return List.of(everywhere(), byTenant, byOperation, bySensitivity).hashCode();
    }

    /** Names how many tenants have rules, none of them by name. */
    @Override
    public String toString() {
        return "DataPolicy[everywhere=" + (everywhere == null ? "nothing" : everywhere) + ", byOperation=" + byOperation
                + ", bySensitivity=" + bySensitivity + ", " + byTenant.size() + " tenants]";
    }

    /** Builds {@link DataPolicy}. Not thread-safe. */
    public static final class Builder {
        private @Nullable DataRule everywhere;
        private final Map<String, DataRule> byTenant = new HashMap<>();
        private final Map<OperationType, DataRule> byOperation = new HashMap<>();
        private final Map<Sensitivity, DataRule> bySensitivity = new EnumMap<>(Sensitivity.class);

        private Builder() {}

        /** Sets the rule for all requests. Default: none. */
        public Builder everywhere(DataRule rule) {
            everywhere = Check.notNull(rule, "dataPolicy.everywhere");
            return this;
        }

        /** Sets the rule of a tenant, in place of an earlier one. */
        public Builder tenant(String tenant, DataRule rule) {
            byTenant.put(Check.name(tenant, "dataPolicy.tenant"), Check.notNull(rule, "dataPolicy.tenant.rule"));
            return this;
        }

        /** Sets the rule of an operation type, in place of an earlier one. */
        public Builder operation(OperationType operation, DataRule rule) {
            byOperation.put(
                    Check.notNull(operation, "dataPolicy.operation"), Check.notNull(rule, "dataPolicy.operation.rule"));
            return this;
        }

        /** Sets the rule of requests that are so sensitive or more, in place of an earlier one. */
        public Builder sensitivity(Sensitivity from, DataRule rule) {
            bySensitivity.put(
                    Check.notNull(from, "dataPolicy.sensitivity"), Check.notNull(rule, "dataPolicy.sensitivity.rule"));
            return this;
        }

        /** Returns the policy. */
        public DataPolicy build() {
            return new DataPolicy(this);
        }
    }
}

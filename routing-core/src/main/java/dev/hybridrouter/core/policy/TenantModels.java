package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TargetView;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which models each tenant may use, by the exact model of the target: no prefixes, no patterns. A tenant that is not listed
 * may use none, unless {@link Builder#others} or {@link Builder#othersUseAll} says otherwise. Immutable.
 *
 * <pre>{@code
 * builder.tenantModels(TenantModels.builder()
 *         .tenant("acme", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0")
 *         .othersUseAll()
 *         .build());
 * }</pre>
 */
public final class TenantModels implements Constraint {
    private static final Rejection NOT_ALLOWED = Rejection.of(
            RejectionReason.MODEL_NOT_ALLOWED,
            "the tenant may not use the target's model",
            "add the model to the tenant's models, or a target of an allowed model");

    private final Map<String, Set<String>> byTenant;
    private final @Nullable Set<String> others; // null for all

    private TenantModels(Builder builder) {
        byTenant = Map.copyOf(builder.byTenant);
        others = builder.others;
    }

    /** Returns a builder by which nobody may use anything. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Optional<Rejection> check(RequestFacts request, TargetView target) {
        return allows(request.context().tenant(), target.target().model())
                ? Optional.empty()
                : Optional.of(NOT_ALLOWED);
    }

    /** Whether a tenant may use a model. */
    public boolean allows(String tenant, String model) {
        Set<String> own = byTenant.get(tenant);
        Set<String> allowed = own != null ? own : others;
        return allowed == null || allowed.contains(model);
    }

    /** Names how many tenants are listed, none of them by name. */
    @Override
    public String toString() {
        return "TenantModels[" + byTenant.size() + " tenants, others " + (others == null ? "all" : others) + "]";
    }

    /** Builds {@link TenantModels}. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Set<String>> byTenant = new HashMap<>();
        private @Nullable Set<String> others = Set.of();

        private Builder() {}

        /** Sets the models of a tenant, in place of those set before; none at all if none is named. */
        public Builder tenant(String tenant, String... models) {
            byTenant.put(Check.notBlank(tenant, "tenantModels.tenant"), set(models));
            return this;
        }

        /** Sets the models of tenants that are not listed. */
        public Builder others(String... models) {
            others = set(models);
            return this;
        }

        /** Lets tenants that are not listed use all models. */
        public Builder othersUseAll() {
            others = null;
            return this;
        }

        private static Set<String> set(String... models) {
            Set<String> named = new HashSet<>(Arrays.asList(Check.notNull(models, "tenantModels.models")));
            Set<String> all = Check.copy(named, "tenantModels.models");
            all.forEach(model -> Check.notBlank(model, "tenantModels.models[]"));
            return all;
        }

        /** Returns the rule. */
        public TenantModels build() {
            return new TenantModels(this);
        }
    }
}

package dev.hybridrouter.core.budget;

import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import java.util.Optional;

/** Whose spend a budget adds up: each holder of the scope has an account of its own. Immutable. */
public sealed interface BudgetScope {
    /** Returns the scope that holds everything in one account. */
    static BudgetScope everything() {
        return new Everything();
    }

    /** Returns the scope with an account for each tenant. */
    static BudgetScope tenant() {
        return new Tenant();
    }

    /** Returns the scope with an account for each operation type. */
    static BudgetScope operation() {
        return new Operation();
    }

    /** Returns the scope with an account for each model, as targets name it. */
    static BudgetScope model() {
        return new Model();
    }

    /** Returns the scope with an account for each value of a tag; requests without it share one. */
    static BudgetScope tag(String key) {
        return new Tag(key);
    }

    /** Everything. */
    record Everything() implements BudgetScope {}

    /** By tenant. */
    record Tenant() implements BudgetScope {}

    /** By operation type. */
    record Operation() implements BudgetScope {}

    /** By model. */
    record Model() implements BudgetScope {}

    /**
     * By a tag's value.
     *
     * @param key the tag
     */
    record Tag(String key) implements BudgetScope {
        /** Refuses a blank key. */
        public Tag {
            Check.notBlank(key, "budget.tag");
        }
    }

    /** Returns the holder that a tenant or user is in this scope; empty if it has no account of its own. */
    default Optional<String> holder(Subject subject) {
        if (this instanceof Tenant && subject instanceof Subject.Tenant tenant) {
            return Optional.of(tenant.name());
        }
        return this instanceof Tag own && subject instanceof Subject.Tag tag && own.key.equals(tag.key())
                ? Optional.of(tag.value())
                : Optional.empty();
    }

    /** Returns whose account an attempt belongs to; empty for everything. */
    default String holder(RequestContext context, Target target) {
        if (this instanceof Tenant) {
            return context.tenant();
        }
        if (this instanceof Operation) {
            return context.operation().name();
        }
        if (this instanceof Model) {
            return target.model();
        }
        return this instanceof Tag tag ? context.tags().getOrDefault(tag.key, "") : "";
    }
}

package dev.hybridrouter.api.request;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Target;
import java.util.Set;

/**
 * Which model wrote the signed reasoning of a conversation. Its signatures mean something to that provider and model only,
 * so a request that carries them is sent nowhere else, unless it may go without them.
 *
 * @param provider id of the provider adapter of the target that wrote it
 * @param models the model of that target, and other names of the same model, such as its inference profiles; at least one
 * @param strippable whether the router may leave all reasoning out where it would send the request to another model; its
 *     decision then says so
 */
public record ReasoningOrigin(String provider, Set<String> models, boolean strippable) {
    /** Refuses blank names and an empty set. */
    public ReasoningOrigin {
        Check.name(provider, "reasoningOrigin.provider");
        models = Check.copy(models, "reasoningOrigin.models");
        if (models.isEmpty()) {
            throw Check.invalid("reasoningOrigin.models", "empty", "at least one model");
        }
        models.forEach(model -> Check.notBlank(model, "reasoningOrigin.models[]"));
    }

    /** Returns the origin with one name of the model; its reasoning may not be left out. */
    public static ReasoningOrigin of(String provider, String model) {
        return new ReasoningOrigin(provider, Set.of(Check.notNull(model, "reasoningOrigin.model")), false);
    }

    /** Returns the same origin, whose reasoning may be left out for other models. */
    public ReasoningOrigin orStripped() {
        return new ReasoningOrigin(provider, models, true);
    }

    /** Whether the target is not the one that wrote it. */
    public boolean isForeignTo(Target target) {
        return !provider.equals(target.provider()) || !models.contains(target.model());
    }
}

package dev.hybridrouter.api.request;

import dev.hybridrouter.api.internal.Check;
import java.util.Set;

/**
 * Which model wrote the signed reasoning of a conversation. Its signatures mean something to that provider and model only,
 * so a request that carries them is sent nowhere else. To go elsewhere, leave the reasoning out of the messages.
 *
 * @param provider id of the provider adapter of the target that wrote it
 * @param models the model of that target, and other names of the same model, such as its inference profiles; at least one
 */
public record ReasoningOrigin(String provider, Set<String> models) {
    /** Refuses blank names and an empty set. */
    public ReasoningOrigin {
        Check.name(provider, "reasoningOrigin.provider");
        models = Check.copy(models, "reasoningOrigin.models");
        if (models.isEmpty()) {
            throw Check.invalid("reasoningOrigin.models", "empty", "at least one model");
        }
        models.forEach(model -> Check.notBlank(model, "reasoningOrigin.models[]"));
    }

    /** Returns the origin with one name of the model. */
    public static ReasoningOrigin of(String provider, String model) {
        return new ReasoningOrigin(provider, Set.of(Check.notNull(model, "reasoningOrigin.model")));
    }
}

package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.target.Target;
import java.util.Map;

/**
 * What the models of targets take: what the host says of them, or else the bundled table.
 *
 * @param own by a target's model, or what it begins with once the geography is taken off
 */
record ModelBook(Map<String, BedrockModel> own) {
    /** Copies the map. */
    ModelBook {
        own = Map.copyOf(own);
    }

    BedrockModel of(Target target) {
        BedrockModel exactly = own.get(target.model());
        if (exactly != null) {
            return exactly;
        }
        String model = BilledModels.named(target.model());
        return Families.longest(model, own).orElseGet(() -> ModelTable.bundled().find(model));
    }
}

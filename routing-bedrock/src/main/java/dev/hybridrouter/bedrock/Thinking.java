package dev.hybridrouter.bedrock;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.document.Document;

/** Whether a request has a model think before it answers, as Claude's own request format says it. */
final class Thinking {
    private Thinking() {}

    static boolean isAsked(@Nullable BedrockOptions options) {
        if (options == null || options.additionalRequestFields().isEmpty()) {
            return false;
        }
        Map<String, Document> fields =
                DocumentJson.toDocument(options.additionalRequestFields().get()).asMap();
        return isOn(fields.get("thinking")) || isOn(fields.get("reasoning_config"));
    }

    private static boolean isOn(@Nullable Document setting) {
        Document type = setting != null && setting.isMap() ? setting.asMap().get("type") : null;
        return type != null && type.isString() && !type.asString().equals("disabled");
    }
}

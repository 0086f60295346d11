package dev.hybridrouter.mcp;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a schema takes what is sent inside the arguments of a tool that generates text, as far as it says. */
final class ArgumentCheck {
    private static final Set<String> SENT = Set.of("role", "content");

    private ArgumentCheck() {}

    /** Adds what does not fit, in words. */
    static void misfits(ToolSchema schema, @Nullable String model, List<String> misfits) {
        if (schema.properties().isEmpty()
                && (schema.schema().containsKey("$ref") || schema.schema().containsKey("allOf"))) {
            misfits.add("its schema names its arguments by $ref or allOf only, which is not read");
        }
        Map<String, Object> declaredModel = McpJson.object(schema.properties().get("model"));
        if (model != null && !admits(declaredModel, model)) {
            misfits.add("its argument \"model\" does not take \"" + model + "\"");
        }
        Map<String, Object> message = McpJson.object(
                McpJson.object(schema.properties().get("messages")).get("items"));
        Map<String, Object> parts = McpJson.object(message.get("properties"));
        Object content = McpJson.object(parts.get("content")).get("type");
        if (content != null
                && !content.equals("string")
                && !(content instanceof Collection<?> types && types.contains("string"))) {
            misfits.add("the content of its messages is of type " + content + ", and sent as string");
        }
        Map<String, Object> role = McpJson.object(parts.get("role"));
        if (!admits(role, "user") || !admits(role, "assistant")) {
            misfits.add("its messages have other roles than \"user\" and \"assistant\"");
        }
        if (message.get("required") instanceof Collection<?> required && !SENT.containsAll(required)) {
            misfits.add("its messages require more than role and content");
        }
    }

    private static boolean admits(Map<String, Object> declared, String value) {
        boolean listed = !(declared.get("enum") instanceof Collection<?> values) || values.contains(value);
        return listed && (!declared.containsKey("const") || value.equals(declared.get("const")));
    }
}

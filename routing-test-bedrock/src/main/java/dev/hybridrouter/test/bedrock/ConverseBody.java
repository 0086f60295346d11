package dev.hybridrouter.test.bedrock;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON document of Converse for a reply. */
final class ConverseBody {
    private ConverseBody() {}

    static Map<String, Object> of(Reply reply) {
        List<Map<String, Object>> content =
                reply.content().stream().map(ConverseBody::block).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("output", Map.of("message", Map.of("role", "assistant", "content", content)));
        json.put("stopReason", reply.stopReason());
        json.putAll(metadata(reply));
        copyField(reply, "additionalModelResponseFields", json);
        return json;
    }

    /** What Converse and the last event of ConverseStream have in common. */
    static Map<String, Object> metadata(Reply reply) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("usage", reply.usage().toJson());
        json.put("metrics", Map.of("latencyMs", reply.latencyMillis()));
        copyField(reply, "trace", json);
        copyField(reply, "performanceConfig", json);
        copyField(reply, "serviceTier", json);
        return json;
    }

    static void copyField(Reply reply, String name, Map<String, Object> json) {
        reply.field(name).ifPresent(value -> json.put(name, value));
    }

    private static Map<String, Object> block(ReplyContent content) {
        if (content instanceof ReplyContent.Reasoning reasoning) {
            return Map.of("reasoningContent", Map.of("reasoningText", reasoningText(reasoning)));
        } else if (content instanceof ReplyContent.RedactedReasoning redacted) {
            return Map.of("reasoningContent", Map.of("redactedContent", redacted.base64()));
        } else if (content instanceof ReplyContent.ToolUse tool) {
            return Map.of("toolUse", Map.of("toolUseId", tool.id(), "name", tool.name(), "input", input(tool)));
        }
        return Map.of("text", ((ReplyContent.Text) content).text());
    }

    private static Map<String, Object> reasoningText(ReplyContent.Reasoning reasoning) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("text", reasoning.text());
        if (!reasoning.signature().isEmpty()) {
            json.put("signature", reasoning.signature());
        }
        return json;
    }

    private static Object input(ReplyContent.ToolUse tool) {
        return WireJson.parse(tool.inputJson()).<Object>map(node -> node).orElse(tool.inputJson());
    }
}

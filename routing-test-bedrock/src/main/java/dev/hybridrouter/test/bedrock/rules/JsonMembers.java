package dev.hybridrouter.test.bedrock.rules;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Reads members; null counts as absent. */
final class JsonMembers {
    private JsonMembers() {}

    /** Parses text; empty when it is not one JSON value. */
    static Optional<JsonNode> parse(String text) {
        try {
            // The parser stops behind the first value; as the only item of a list nothing may follow it.
            List<JsonNode> values = JsonNode.parser().parse('[' + text + "\n]").asArray();
            return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
        } catch (RuntimeException notJson) {
            return Optional.empty();
        }
    }

    /** Returns the value at the end of a way of members. */
    static Optional<JsonNode> at(JsonNode node, String... way) {
        Optional<JsonNode> found = Optional.of(node);
        for (String name : way) {
            found = found.flatMap(value -> value.field(name)).filter(value -> !value.isNull());
        }
        return found;
    }

    static String text(JsonNode node, String... way) {
        return at(node, way).filter(JsonNode::isString).map(JsonNode::asString).orElse("");
    }

    static List<JsonNode> items(JsonNode node, String... way) {
        return at(node, way).filter(JsonNode::isArray).map(JsonNode::asArray).orElse(List.of());
    }
}

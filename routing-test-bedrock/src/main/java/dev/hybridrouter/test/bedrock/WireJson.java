package dev.hybridrouter.test.bedrock;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** JSON trees of maps, iterables, strings, finite numbers, booleans and parsed nodes, and their text. */
final class WireJson {
    private WireJson() {}

    static byte[] bytes(Object tree) {
        try (JsonWriter writer = JsonWriter.create()) {
            write(writer, tree);
            return writer.getBytes();
        }
    }

    /** Parses text; empty when it is not JSON. */
    static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(JsonNode.parser().parse(text));
        } catch (RuntimeException notJson) {
            return Optional.empty();
        }
    }

    static JsonNode parseRequired(String name, String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(name + ": not JSON"));
    }

    /** Returns the items of a member that is a list, or none. */
    static List<JsonNode> items(JsonNode node, String member) {
        return node.field(member)
                .filter(JsonNode::isArray)
                .map(JsonNode::asArray)
                .orElse(List.of());
    }

    private static void write(JsonWriter writer, Object value) {
        if (value instanceof Map<?, ?> map) {
            writer.writeStartObject();
            map.forEach((name, member) -> write(writer.writeFieldName(String.valueOf(name)), member));
            writer.writeEndObject();
        } else if (value instanceof Iterable<?> items) {
            writer.writeStartArray();
            items.forEach(item -> write(writer, item));
            writer.writeEndArray();
        } else if (value instanceof JsonNode node) {
            writeNode(writer, node);
        } else if (value instanceof Number number) {
            writer.writeNumber(number.toString());
        } else if (value instanceof Boolean truth) {
            writer.writeValue(truth);
        } else {
            writer.writeValue(value.toString());
        }
    }

    private static void writeNode(JsonWriter writer, JsonNode node) {
        if (node.isObject()) {
            write(writer, node.asObject());
        } else if (node.isArray()) {
            write(writer, node.asArray());
        } else if (node.isString()) {
            writer.writeValue(node.asString());
        } else if (node.isNumber()) {
            writer.writeNumber(node.asNumber());
        } else if (node.isBoolean()) {
            writer.writeValue(node.asBoolean());
        } else {
            writer.writeNull();
        }
    }
}

package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.document.Document;

/**
 * Brings the schema of an answer into the form that the service takes: objects without further properties. Keywords that the
 * service does not enforce are refused, because the answer would not keep them. Source: Bedrock user guide, structured
 * outputs, as of December 2026.
 */
final class AnswerSchema {
    private static final String FURTHER = "additionalProperties";
    private static final Set<String> NOT_ENFORCED = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties");

    /** Keywords whose value is an object of schemas. */
    private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions");

    /** Keywords whose value is a list of schemas. */
    private static final Set<String> LISTED = Set.of("anyOf", "allOf", "oneOf");

    private AnswerSchema() {}

    /** The schema's text; as it was where nothing had to be changed. */
    static String text(Json schema, String field) {
        Document whole = DocumentJson.toDocument(schema);
        new SchemaReferences(whole, field).resolvedAll(); // refuses what refers to itself or to other documents
        Document closed = closed(typed(whole), field);
        return closed.equals(whole)
                ? schema.text()
                : DocumentJson.toJson(closed).text();
    }

    /** A schema that says nothing of its type is one of an object. */
    private static Document typed(Document schema) {
        Set<String> says = schema.asMap().keySet();
        if (says.contains("type") || says.contains("$ref") || says.stream().anyMatch(LISTED::contains)) {
            return schema;
        }
        Map<String, Document> typed = new LinkedHashMap<>(schema.asMap());
        typed.put("type", Document.fromString("object"));
        return Document.fromMap(typed);
    }

    private static Document closed(Document schema, String field) {
        if (!schema.isMap()) {
            return schema;
        }
        Map<String, Document> all = new LinkedHashMap<>();
        schema.asMap().forEach((keyword, value) -> all.put(keyword, below(keyword, value, field)));
        if (isObject(schema.asMap())) {
            all.putIfAbsent(FURTHER, Document.fromBoolean(false));
        }
        return Document.fromMap(all);
    }

    private static boolean isObject(Map<String, Document> schema) {
        Document type = schema.get("type");
        return schema.containsKey("properties")
                || (type != null && type.isString() && type.asString().equals("object"));
    }

    private static Document below(String keyword, Document value, String field) {
        String at = field + "." + keyword;
        if (NOT_ENFORCED.contains(keyword)) {
            throw RequestRefusal.unsupported(at, "set", "no keyword that the service does not enforce");
        }
        if (keyword.equals(FURTHER) && !(value.isBoolean() && !value.asBoolean())) {
            throw RequestRefusal.unsupported(at, "not false", "false");
        }
        if (keyword.equals("items")) {
            return closed(value, at);
        }
        if (NAMED.contains(keyword) && value.isMap()) {
            Map<String, Document> named = new LinkedHashMap<>();
            value.asMap().forEach((name, schema) -> named.put(name, closed(schema, at + "." + name)));
            return Document.fromMap(named);
        }
        if (LISTED.contains(keyword) && value.isList()) {
            List<Document> listed = value.asList();
            return Document.fromList(
                    listed.stream().map(schema -> closed(schema, at)).toList());
        }
        return value;
    }
}

package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.document.Document;

/**
 * Brings the schema of a tool's arguments into the form that the service and the model take: an object at the top. What is
 * added or put in another place means the same; what cannot be said otherwise is refused.
 *
 * @param model what the model takes
 * @param field where the schema is in the request
 */
record ArgumentsSchema(BedrockModel model, String field) {
    private static final String TYPE = "type";
    private static final String OBJECT = "object";
    private static final String PROPERTIES = "properties";
    private static final Set<String> PLAIN = Set.of(TYPE, PROPERTIES, "required");
    private static final List<String> UNIONS = List.of("anyOf", "oneOf", "allOf");
    private static final Pattern PROPERTY = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

    Document toDocument(Json schema) {
        SchemaReferences references = new SchemaReferences(DocumentJson.toDocument(schema), field);
        Document whole = model.takes(BedrockFeature.TOOL_SCHEMA_REFERENCES)
                ? references.resolvedTop()
                : references.resolvedAll();
        Map<String, Document> top = new LinkedHashMap<>(whole.asMap());
        checkType(top);
        checkUnions(top);
        top.put(TYPE, Document.fromString(OBJECT));
        if (top.containsKey(PROPERTIES)) {
            checkProperties(top.get(PROPERTIES));
        }
        if (!model.takes(BedrockFeature.TOOL_SCHEMA_KEYWORDS)) {
            top.keySet().retainAll(PLAIN);
        }
        return Document.fromMap(top);
    }

    private void checkType(Map<String, Document> top) {
        Document type = top.get(TYPE);
        boolean object = type == null
                || isObject(type)
                || (type.isList() && type.asList().stream().anyMatch(ArgumentsSchema::isObject));
        if (!object) {
            throw RequestRefusal.invalid(
                    field + ".type", "no object", "\"object\", as the arguments of a tool are one");
        }
    }

    private static boolean isObject(Document type) {
        return type.isString() && type.asString().equals(OBJECT);
    }

    private void checkUnions(Map<String, Document> top) {
        if (!model.takes(BedrockFeature.TOOL_SCHEMA_UNIONS)) {
            for (String union : UNIONS) {
                if (top.containsKey(union)) {
                    throw RequestRefusal.unsupported(
                            field + "." + union, "at the top", "unions below a property, as the model takes none here");
                }
            }
        }
    }

    private void checkProperties(Document properties) {
        if (!properties.isMap()) {
            throw RequestRefusal.invalid(field + ".properties", "no object", "an object of schemas");
        }
        if (!model.takes(BedrockFeature.FREE_PROPERTY_NAMES)) {
            for (String name : properties.asMap().keySet()) {
                if (!PROPERTY.matcher(name).matches()) {
                    throw RequestRefusal.unsupported(
                            field + ".properties", '"' + name + '"', "names of 1 to 64 of A-Z a-z 0-9 _ . -");
                }
            }
        }
    }
}

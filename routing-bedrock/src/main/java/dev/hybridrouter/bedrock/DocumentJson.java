package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.document.VoidDocumentVisitor;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeVisitor;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** Turns JSON text into the SDK's documents and back. Numbers keep all their digits. */
final class DocumentJson {
    private static final JsonNodeParser PARSER = JsonNodeParser.create();
    private static final ToDocument TO_DOCUMENT = new ToDocument();

    private DocumentJson() {}

    /**
     * Parses JSON text.
     *
     * @throws MalformedJsonException if it is not JSON
     */
    static Document toDocument(Json json) {
        return parse(json).visit(TO_DOCUMENT);
    }

    /** Returns the text as it is if it parses. */
    static Json checked(String text) {
        Json json;
        try {
            json = Json.object(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException(e);
        }
        parse(json);
        return json;
    }

    private static JsonNode parse(Json json) {
        try {
            return PARSER.parse(json.text());
        } catch (RuntimeException e) {
            throw new MalformedJsonException(e);
        }
    }

    /** Returns the text of a document that is a JSON object. */
    static Json toJson(Document document) {
        try (JsonWriter writer = JsonWriter.create()) {
            document.accept(new ToText(writer));
            return Json.object(new String(writer.getBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Text that should be JSON and is not. Its message does not show the text; its cause may. */
    static final class MalformedJsonException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedJsonException(Throwable cause) {
            super("malformed JSON", cause);
        }
    }

    private static final class ToDocument implements JsonNodeVisitor<Document> {
        @Override
        public Document visitNull() {
            return Document.fromNull();
        }

        @Override
        public Document visitBoolean(boolean value) {
            return Document.fromBoolean(value);
        }

        @Override
        public Document visitNumber(String value) {
            return Document.fromNumber(value);
        }

        @Override
        public Document visitString(String value) {
            return Document.fromString(value);
        }

        @Override
        public Document visitArray(List<JsonNode> nodes) {
            return Document.fromList(
                    nodes.stream().map(node -> node.visit(this)).toList());
        }

        @Override
        public Document visitObject(Map<String, JsonNode> nodes) {
            Map<String, Document> fields = new LinkedHashMap<>();
            nodes.forEach((name, node) -> fields.put(name, node.visit(this)));
            return Document.fromMap(fields);
        }

        @Override
        public Document visitEmbeddedObject(Object value) {
            throw new MalformedJsonException(new IllegalArgumentException("JSON text has no embedded objects"));
        }
    }

    private record ToText(JsonWriter writer) implements VoidDocumentVisitor {
        @Override
        public void visitNull() {
            writer.writeNull();
        }

        @Override
        public void visitBoolean(Boolean value) {
            writer.writeValue(value);
        }

        @Override
        public void visitString(String value) {
            writer.writeValue(value);
        }

        @Override
        public void visitNumber(SdkNumber value) {
            writer.writeNumber(value.stringValue());
        }

        @Override
        public void visitMap(Map<String, Document> fields) {
            writer.writeStartObject();
            fields.forEach((name, value) -> {
                writer.writeFieldName(name);
                value.accept(this);
            });
            writer.writeEndObject();
        }

        @Override
        public void visitList(List<Document> items) {
            writer.writeStartArray();
            items.forEach(item -> item.accept(this));
            writer.writeEndArray();
        }
    }
}

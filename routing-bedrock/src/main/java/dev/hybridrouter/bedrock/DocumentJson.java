package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.document.VoidDocumentVisitor;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;

/** Turns JSON text into the SDK's documents and back. Numbers keep all their digits. */
final class DocumentJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private DocumentJson() {}

    /**
     * Parses JSON text, strictly: no comments, and nothing after the object.
     *
     * @throws MalformedJsonException if it is not JSON
     */
    static Document toDocument(Json json) {
        try (JsonParser parser = FACTORY.createParser(json.text())) {
            parser.nextToken();
            Document document = value(parser);
            if (parser.nextToken() != null) {
                throw new MalformedJsonException();
            }
            return document;
        } catch (IOException e) {
            throw new MalformedJsonException();
        }
    }

    /** Returns the JSON as it is if it parses. */
    static Json checked(Json json) {
        toDocument(json);
        return json;
    }

    /** Returns the text as it is if it parses. */
    static Json checked(String text) {
        Json json;
        try {
            json = Json.object(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException();
        }
        return checked(json);
    }

    private static Document value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new MalformedJsonException();
        }
        return switch (token) {
            case VALUE_NULL -> Document.fromNull();
            case VALUE_TRUE -> Document.fromBoolean(true);
            case VALUE_FALSE -> Document.fromBoolean(false);
            case VALUE_STRING -> Document.fromString(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Document.fromNumber(parser.getText());
            case START_ARRAY -> list(parser);
            case START_OBJECT -> map(parser);
            default -> throw new MalformedJsonException();
        };
    }

    private static Document list(JsonParser parser) throws IOException {
        List<Document> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return Document.fromList(items);
    }

    private static Document map(JsonParser parser) throws IOException {
        Map<String, Document> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return Document.fromMap(fields);
    }

    /** Returns the text of a document that is a JSON object. */
    static Json toJson(Document document) {
        return Json.object(toText(document));
    }

    /** Returns the text of a document. */
    static String toText(Document document) {
        try (JsonWriter writer = JsonWriter.create()) {
            document.accept(new ToText(writer));
            return new String(writer.getBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Text that should be JSON and is not. It has no cause: the parser's exceptions quote the text. */
    static final class MalformedJsonException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedJsonException() {
            super("malformed JSON");
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

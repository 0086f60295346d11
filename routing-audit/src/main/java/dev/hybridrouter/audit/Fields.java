package dev.hybridrouter.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes one JSON object after the other: no white space, only ASCII, fields in the order they are given. For one thread. */
final class Fields {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // Any text becomes valid JSON so, halves of surrogate pairs included.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .rootValueSeparator((String) null)
            .build();

    private final Bytes bytes = new Bytes();
    private final JsonGenerator json;

    Fields() {
        try {
            json = FACTORY.createGenerator(bytes);
        } catch (IOException e) {
            throw AuditLine.impossible(e);
        }
    }

    void begin() throws IOException {
        bytes.reset();
        json.writeStartObject();
    }

    /** Ends the object, whose bytes can be read until the next one begins. */
    void end() throws IOException {
        json.writeEndObject();
        json.flush();
    }

    byte[] array() {
        return bytes.array();
    }

    int length() {
        return bytes.size();
    }

    void number(String name, long value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    void text(String name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }

    void flag(String name) throws IOException {
        json.writeFieldName(name);
        json.writeBoolean(true);
    }

    void beginArray(String name) throws IOException {
        json.writeFieldName(name);
        json.writeStartArray();
    }

    void endArray() throws IOException {
        json.writeEndArray();
    }

    void beginObject(String name) throws IOException {
        json.writeFieldName(name);
        json.writeStartObject();
    }

    void beginObject() throws IOException {
        json.writeStartObject();
    }

    void endObject() throws IOException {
        json.writeEndObject();
    }

    void element(String value) throws IOException {
        json.writeString(value);
    }

    /** Shows its array, which is not copied. */
    private static final class Bytes extends ByteArrayOutputStream {
        Bytes() {
            super(4096);
        }

        byte[] array() {
            return buf;
        }
    }
}

package dev.hybridrouter.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapperSupplier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON by the SDK's mapper, made here once: the SDK would look for one on the class path and keep it for the process. */
final class McpJson {
    static final McpJsonMapper MAPPER = new JacksonMcpJsonMapperSupplier().get();

    private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {};

    private McpJson() {}

    /** Reads a JSON object. */
    static Map<String, Object> read(String text) throws IOException {
        try {
            Map<String, Object> object = MAPPER.readValue(text, OBJECT);
            if (object == null) {
                throw new IOException("no JSON object");
            }
            return object;
        } catch (RuntimeException e) { // what the JSON library throws
            throw new IOException("no JSON object", e);
        }
    }

    /** Reads a JSON object; empty for anything else. */
    static Map<String, Object> read(byte[] text) {
        try {
            return object(MAPPER.readValue(text, Object.class));
        } catch (IOException | RuntimeException e) { // what the JSON library throws
            return Map.of();
        }
    }

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON object as a map by name; empty for anything else. */
    static Map<String, Object> object(@Nullable Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> object.put(String.valueOf(key), entry));
        }
        return object;
    }
}

package dev.hybridrouter.examples.mcpserver;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpError;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON as the SDK writes it, but for errors of the transport: the SDK's server (2.1.0) writes the exception itself, with its
 * stack trace. Here it becomes a JSON-RPC error that says what is wrong and nothing of how it was found.
 *
 * @param json writes and reads all else
 */
record PlainErrors(McpJsonMapper json) implements McpJsonMapper {
    private static final int INTERNAL_ERROR = -32_603;

    private static Object plain(Object value) {
        return value instanceof McpError error ? error(error) : value;
    }

    private static Map<String, Object> error(McpError error) {
        String message =
                String.valueOf(error.getMessage()).replaceFirst("(?s)[:\n].*", ""); // what follows is of the code
        int code = error.getJsonRpcError() == null
                ? INTERNAL_ERROR
                : error.getJsonRpcError().code();
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("jsonrpc", "2.0");
        response.put("id", null);
        response.put("error", Map.of("code", code, "message", message));
        return response;
    }

    @Override
    public String writeValueAsString(Object value) throws IOException {
        return json.writeValueAsString(plain(value));
    }

    @Override
    public byte[] writeValueAsBytes(Object value) throws IOException {
        return json.writeValueAsBytes(plain(value));
    }

    @Override
    public <T> T readValue(String content, Class<T> type) throws IOException {
        return json.readValue(content, type);
    }

    @Override
    public <T> T readValue(byte[] content, Class<T> type) throws IOException {
        return json.readValue(content, type);
    }

    @Override
    public <T> T readValue(String content, TypeRef<T> type) throws IOException {
        return json.readValue(content, type);
    }

    @Override
    public <T> T readValue(byte[] content, TypeRef<T> type) throws IOException {
        return json.readValue(content, type);
    }

    @Override
    public <T> T convertValue(Object value, Class<T> type) {
        return json.convertValue(value, type);
    }

    @Override
    public <T> T convertValue(Object value, TypeRef<T> type) {
        return json.convertValue(value, type);
    }
}

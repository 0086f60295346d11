package dev.hybridrouter.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the id of a JSON-RPC message while its bytes pass by, so that a message that is not kept can still be laid to the
 * request that it answers. Takes memory for one short token and linear time. For one thread.
 */
final class IdScanner {
    private static final int MAX_TOKEN = 256;

    private final ByteArrayOutputStream token = new ByteArrayOutputStream();
    private int depth;
    private boolean quoted;
    private boolean escaped;
    private boolean value;
    private @Nullable Object id;

    /** The id of a message; null if it has none at its top level, or one that is neither text nor number. */
    static @Nullable Object idOf(byte[] message) {
        IdScanner scanner = new IdScanner();
        scanner.accept(message, 0, message.length);
        return scanner.id();
    }

    /** Reads on. */
    void accept(byte[] bytes, int from, int to) {
        for (int i = from; i < to && id == null; i++) {
            accept(bytes[i]);
        }
    }

    private void accept(byte next) {
        if (quoted) {
            inString(next);
            return;
        }
        switch (next) {
            case '"' -> beginString(next);
            case ':' -> endKey();
            case '{', '[' -> {
                value = false; // an id is neither
                depth++;
            }
            case '}', ']' -> {
                endValue();
                depth--;
            }
            case ',' -> endValue();
            default -> keep(value, next);
        }
    }

    private void inString(byte next) {
        quoted = escaped || next != '"';
        escaped = !escaped && next == '\\';
        keep(quoted || value, next);
    }

    private void beginString(byte next) {
        quoted = true;
        if (!value && depth == 1) {
            token.reset();
        }
        keep(value, next);
    }

    private void endKey() {
        if (depth == 1) {
            value = token.toString(StandardCharsets.UTF_8).equals("id");
            token.reset();
        }
    }

    private void endValue() {
        if (depth != 1 || !value) {
            return;
        }
        value = false;
        try {
            Object read = McpJson.MAPPER.readValue(token.toByteArray(), Object.class);
            id = read instanceof String || read instanceof Number ? read : null;
        } catch (IOException | RuntimeException e) { // what the JSON library throws
            id = null;
        }
    }

    private void keep(boolean wanted, byte next) {
        if (wanted && depth == 1 && token.size() < MAX_TOKEN) {
            token.write(next);
        }
    }

    /** What was found so far. */
    @Nullable
    Object id() {
        return id;
    }
}

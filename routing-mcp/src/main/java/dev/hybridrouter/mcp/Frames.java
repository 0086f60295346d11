package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON-RPC messages out of what servers send: one message or an array of them, behind a byte order mark, or behind
 * what was printed without a line end. All else is no message, and costs nothing: logs, keep-alives, banners.
 */
final class Frames {
    /** Takes what was read. */
    interface Sink {
        /** A message came. */
        void message(Map<String, Object> message);

        /** A request is over, if it is one that waits; nothing more will come for it. */
        void ended(Object requestId, ProviderFailure why);
    }

    private static final byte[] MESSAGE_START = "{\"".getBytes(StandardCharsets.US_ASCII);

    private Frames() {}

    /**
     * Hands on the messages in a frame. A frame that cannot be read, but is seen to answer a request, ends that request.
     *
     * @return whether there was a message
     */
    static boolean deliver(byte[] frame, Sink sink) {
        int start = start(frame);
        if (start == frame.length) {
            return false;
        }
        boolean object = frame[start] == '{';
        Object read = object || frame[start] == '[' ? parse(frame, start) : null;
        if (read == null && object) {
            endUnreadable(Arrays.copyOfRange(frame, start, frame.length), sink);
            return false;
        }
        if (read == null) {
            int glued = indexOf(frame, start);
            read = glued < 0 ? null : parse(frame, glued);
        }
        return deliver(read instanceof List<?> batch ? batch : Arrays.asList(read), sink);
    }

    private static void endUnreadable(byte[] frame, Sink sink) {
        Object id = IdScanner.idOf(frame);
        if (id != null) {
            sink.ended(id, unreadable());
        }
    }

    /** What a request fails of whose answer cannot be read. */
    static ProviderFailure unreadable() {
        return ProviderFailure.of(FailureKind.MALFORMED_RESPONSE, "the server sent an answer that is not JSON");
    }

    private static boolean deliver(List<?> candidates, Sink sink) {
        boolean any = false;
        for (Object candidate : candidates) {
            if (candidate instanceof Map<?, ?>) {
                Map<String, Object> message = McpJson.object(candidate);
                if (isMessage(message)) {
                    sink.message(message);
                    any = true;
                }
            }
        }
        return any;
    }

    /** A log line may have an id or a method too. */
    private static boolean isMessage(Map<String, Object> message) {
        return message.get("method") instanceof String ? "2.0".equals(message.get("jsonrpc")) : isAnswer(message);
    }

    /** Whether it answers a request. */
    static boolean isAnswer(Map<String, Object> message) {
        return message.get("id") != null
                && !message.containsKey("method")
                && (message.containsKey("result") || message.get("error") != null);
    }

    private static @Nullable Object parse(byte[] frame, int from) {
        try {
            byte[] text = from == 0 ? frame : Arrays.copyOfRange(frame, from, frame.length);
            return McpJson.MAPPER.readValue(text, Object.class);
        } catch (IOException | RuntimeException e) { // what the JSON library throws
            return null;
        }
    }

    private static int start(byte[] frame) {
        int start = 0;
        if (frame.length >= 3 && (frame[0] & 0xff) == 0xef && (frame[1] & 0xff) == 0xbb && (frame[2] & 0xff) == 0xbf) {
            start = 3;
        }
        while (start < frame.length && (frame[start] == ' ' || frame[start] == '\t' || frame[start] == '\r')) {
            start++;
        }
        return start;
    }

    private static int indexOf(byte[] frame, int from) {
        for (int i = from; i + 1 < frame.length; i++) {
            if (frame[i] == MESSAGE_START[0] && frame[i + 1] == MESSAGE_START[1]) {
                return i;
            }
        }
        return -1;
    }
}

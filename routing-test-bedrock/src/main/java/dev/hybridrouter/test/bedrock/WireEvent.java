package dev.hybridrouter.test.bedrock;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** One event-stream message: an event, or an exception inside the stream. */
record WireEvent(String messageType, String type, Object payload, int tokens) implements Frame {
    static final String MESSAGE_START = "messageStart";
    static final String BLOCK_START = "contentBlockStart";
    static final String BLOCK_DELTA = "contentBlockDelta";
    static final String BLOCK_STOP = "contentBlockStop";
    static final String MESSAGE_STOP = "messageStop";
    static final String METADATA = "metadata";

    private static final int CHECKSUM_BYTES = 4;

    static WireEvent event(String type, Object payload) {
        return event(type, payload, 0);
    }

    static WireEvent event(String type, Object payload, int tokens) {
        return new WireEvent("event", type, payload, tokens);
    }

    static WireEvent exception(String type, Object payload) {
        return new WireEvent("exception", type, payload, 0);
    }

    boolean is(String eventType) {
        return type.equals(eventType);
    }

    @Override
    public byte[] bytes() {
        return encoded(WireJson.bytes(payload));
    }

    /** Returns this event with a checksum that does not fit. */
    Frame corrupt() {
        byte[] bytes = bytes();
        bytes[bytes.length - CHECKSUM_BYTES] ^= 1;
        return Frame.raw(bytes, 0);
    }

    /** Returns this event with a payload that is cut inside its JSON, in a frame that is sound. */
    Frame unparseable() {
        return Frame.raw(encoded(Frame.raw(WireJson.bytes(payload), 0).half().bytes()), 0);
    }

    private byte[] encoded(byte[] json) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":message-type", HeaderValue.fromString(messageType));
        headers.put(":" + messageType + "-type", HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        ByteBuffer buffer = new Message(headers, json).toByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}

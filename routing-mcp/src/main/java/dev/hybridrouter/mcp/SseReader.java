package dev.hybridrouter.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events, in time linear in their bytes. An event without its empty line is cut, and no event. For one
 * thread at a time.
 */
final class SseReader {
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final int MAX_ID = 1_024;
    private static final String DIGITS = "\\d{1,9}";

    private final Consumer<byte[]> events;
    private final int maxEvent;
    private final long maxTotal;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private long total;
    private boolean begun;
    private boolean hasData;
    private boolean afterReturn;
    private volatile @Nullable String lastId;
    private volatile @Nullable Duration retry;

    /** A server sent more than is read. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;

        private final long most;

        TooLongException(long most) {
            super("longer than " + most + " bytes");
            this.most = most;
        }

        /** Most bytes that would have been read. */
        long most() {
            return most;
        }
    }

    /**
     * Creates a reader.
     *
     * @param events takes the data of each event, whatever its name
     * @param maxEvent most bytes of one event
     * @param maxTotal most bytes that are read altogether
     */
    SseReader(Consumer<byte[]> events, int maxEvent, long maxTotal) {
        this.events = events;
        this.maxEvent = maxEvent;
        this.maxTotal = maxTotal;
    }

    /** The id of the last event that had one; null if none had. */
    @Nullable
    String lastId() {
        return lastId;
    }

    /** How long the server asks to wait before it is asked again; null if it does not say. */
    @Nullable
    Duration retry() {
        return retry;
    }

    /**
     * Reads on.
     *
     * @throws TooLongException if an event, or the whole, is too long; nothing is to be read after that
     */
    void accept(ByteBuffer buffer) throws TooLongException {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        total += bytes.length;
        if (total > maxTotal) {
            throw new TooLongException(maxTotal);
        }
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean lineFeed = bytes[i] == '\n';
            if (lineFeed && afterReturn) { // the second half of a line end
                from = i + 1;
            } else if (lineFeed || bytes[i] == '\r') {
                keep(bytes, from, i);
                endLine();
                from = i + 1;
            }
            afterReturn = bytes[i] == '\r';
        }
        keep(bytes, from, bytes.length);
    }

    private void keep(byte[] bytes, int from, int to) throws TooLongException {
        if ((long) line.size() + data.size() + to - from > maxEvent) {
            throw new TooLongException(maxEvent);
        }
        line.write(bytes, from, to - from);
    }

    private void endLine() {
        byte[] text = line.toByteArray();
        line.reset();
        int start = !begun && Arrays.equals(text, 0, Math.min(3, text.length), MARK, 0, 3) ? 3 : 0;
        begun = true;
        if (text.length == start) {
            dispatch();
            return;
        }
        int colon = start;
        while (colon < text.length && text[colon] != ':') {
            colon++;
        }
        int value = Math.min(text.length, colon + 1);
        if (value < text.length && text[value] == ' ') {
            value++;
        }
        field(new String(text, start, colon - start, StandardCharsets.UTF_8), text, value);
    }

    private void field(String name, byte[] text, int from) {
        switch (name) {
            case "data" -> {
                if (hasData) {
                    data.write('\n');
                }
                data.write(text, from, text.length - from);
                hasData = true;
            }
            case "id" -> {
                String id = new String(text, from, text.length - from, StandardCharsets.UTF_8);
                if (id.length() <= MAX_ID && id.chars().allMatch(sign -> sign > ' ' && sign <= '~')) {
                    lastId = id.isEmpty() ? null : id;
                }
            }
            case "retry" -> {
                String millis = new String(text, from, text.length - from, StandardCharsets.UTF_8);
                retry = millis.matches(DIGITS) ? Duration.ofMillis(Long.parseLong(millis)) : retry;
            }
            default -> {} // comments, names of events, and what nobody knows yet
        }
    }

    private void dispatch() {
        if (hasData) {
            byte[] event = data.toByteArray();
            data.reset();
            hasData = false;
            events.accept(event);
        }
    }
}

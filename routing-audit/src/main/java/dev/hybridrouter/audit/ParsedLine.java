package dev.hybridrouter.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line as a reader sees it: its number, its kind, its hash, and the simple fields at its top. */
final class ParsedLine {
    static final int FORMAT = 1;
    static final String PLAIN = "sha-256";
    static final String KEYED = "hmac-sha-256";
    static final String BEFORE_HASH = ",\"hash\":\"";
    static final String AFTER_HASH = "\"}";
    private static final int HASH_DIGITS = 2 * ChainHash.BYTES;
    private static final int TAIL = BEFORE_HASH.length() + HASH_DIGITS + AFTER_HASH.length();
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, String> fields;
    private final byte[] hash;

    private ParsedLine(Map<String, String> fields, byte[] hash) {
        this.fields = fields;
        this.hash = hash;
    }

    /** Reads a line; null if it is none. */
    static @Nullable ParsedLine of(byte[] bytes, int length) {
        try {
            int tail = length - TAIL;
            if (tail < 2 || !matches(bytes, tail, BEFORE_HASH) || !matches(bytes, length - 2, AFTER_HASH)) {
                return null;
            }
            int from = tail + BEFORE_HASH.length();
            String digits = new String(bytes, from, HASH_DIGITS, StandardCharsets.ISO_8859_1);
            ParsedLine line =
                    new ParsedLine(fields(bytes, length), HexFormat.of().parseHex(digits));
            return line.isWhole(digits) ? line : null;
        } catch (IOException | IllegalArgumentException e) { // no JSON, no digits, no number
            return null;
        }
    }

    private static boolean matches(byte[] bytes, int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> fields(byte[] bytes, int length) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(bytes, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (parser.nextToken().isScalarValue()) {
                    fields.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new IOException("more than one object");
            }
        }
        return fields;
    }

    /** Whether it has what all lines have. Upper-case digits would be another line of the same hash. */
    private boolean isWhole(String digits) {
        return number("seq") >= 0
                && !text("kind").isEmpty()
                && number("time") >= 0
                && digits.equals(HexFormat.of().formatHex(hash));
    }

    /** How many bytes of a line, ended by a brace in place of a comma, its hash is made of. */
    static int hashed(byte[] bytes, int length) {
        int tail = length - TAIL;
        bytes[tail] = '}';
        return tail + 1;
    }

    long sequence() {
        return number("seq");
    }

    String kind() {
        return text("kind");
    }

    Instant time() {
        return time("time");
    }

    /** The time in a field; the beginning of 1970 if there is none. */
    Instant time(String name) {
        return Instant.ofEpochMilli(Math.max(0, number(name)));
    }

    byte[] hash() {
        return hash.clone();
    }

    boolean isFile() {
        return kind().equals("file");
    }

    /** The text of a field; empty if there is none. */
    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The number in a field; below 0 if there is none. */
    long number(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}

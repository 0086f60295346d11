package dev.hybridrouter.api.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes one JSON object: no white space, only ASCII, fields in the order they are given. For one thread. */
public final class JsonObject {
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private final StringBuilder text = new StringBuilder("{");

    /** Adds a text. */
    public JsonObject text(String name, String value) {
        return json(name, quote(value));
    }

    /** Adds a whole number. */
    public JsonObject number(String name, long value) {
        return json(name, Long.toString(value));
    }

    /** Adds a number; as a text where JSON has none for it. */
    public JsonObject decimal(String name, double value) {
        String digits = Double.toString(value);
        return json(name, Double.isFinite(value) ? digits : quote(digits));
    }

    /** Adds a truth value. */
    public JsonObject flag(String name, boolean value) {
        return json(name, Boolean.toString(value));
    }

    /** Adds what is JSON already. */
    public JsonObject json(String name, String value) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append(quote(name)).append(':').append(value);
        return this;
    }

    /** Adds an array of what the function makes of each element, which is JSON already. */
    public <T> JsonObject list(String name, List<T> values, Function<? super T, String> toJson) {
        return json(name, values.stream().map(toJson).collect(Collectors.joining(",", "[", "]")));
    }

    /** Adds an object of texts. */
    public JsonObject texts(String name, Map<String, String> values) {
        JsonObject inner = new JsonObject();
        values.forEach(inner::text);
        return json(name, inner.end());
    }

    /** Returns the object; nothing is added after. */
    public String end() {
        return text.append('}').toString();
    }

    /** Returns a text as JSON. */
    public static String quote(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE || c > LAST_PRINTABLE) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}

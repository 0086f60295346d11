package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;

/**
 * A JSON object as text, so that the library forces no JSON library on a host.
 *
 * <p>Construction checks only that the text is delimited like an object; the provider adapter parses it and reports
 * malformed text as an invalid request before anything is sent. Equality is equality of the text. {@code toString} does
 * not show it.
 *
 * @param text the JSON text, starting with <code>{</code> and ending with <code>}</code> but for white space
 */
public record Json(String text) {
    /** Checks the delimiters. */
    public Json {
        String trimmed = Check.notNull(text, "json").strip();
        if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) {
            throw Check.invalid("json", "text of " + text.length() + " characters", "a JSON object in braces");
        }
    }

    /** Returns the JSON object written as {@code text}. */
    public static Json object(String text) {
        return new Json(text);
    }

    @Override
    public String toString() {
        return "Json[" + text.length() + " characters]";
    }
}

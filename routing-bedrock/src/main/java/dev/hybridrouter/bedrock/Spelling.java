package dev.hybridrouter.bedrock;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What the service takes as a name or id, and how others are brought into that form.
 *
 * @param unfit characters it does not take
 * @param longest most characters
 */
record Spelling(Pattern unfit, int longest) {
    /** Names of tools: {@code [a-zA-Z0-9_-]{1,64}}. Source: service model, ToolName. */
    static final Spelling TOOL_NAME = new Spelling(Pattern.compile("[^a-zA-Z0-9_-]"), 64);

    /** Ids of tool uses: {@code [a-zA-Z0-9_.:-]{1,64}}. Source: service model, ToolUseId. */
    static final Spelling TOOL_ID = new Spelling(Pattern.compile("[^a-zA-Z0-9_.:-]"), 64);

    private static final int HASH = 8;

    boolean fits(String value) {
        return !value.isEmpty()
                && value.length() <= longest
                && !unfit.matcher(value).find();
    }

    /** The value with other characters replaced and what is too long cut. */
    String fitted(String value) {
        return cut(unfit.matcher(value).replaceAll("_"), longest);
    }

    /** As {@link #fitted}, with an end that tells values apart which are alike in that form. */
    String distinct(String value) {
        String hash = UUID.nameUUIDFromBytes(value.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, HASH);
        return cut(fitted(value), longest - HASH - 1) + "_" + hash;
    }

    private static String cut(String value, int most) {
        return value.length() > most ? value.substring(0, most) : value;
    }
}

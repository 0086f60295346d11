package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import java.util.Map;
import java.util.regex.Pattern;

/** What the service takes as request metadata. Source: service model, RequestMetadata. */
final class MetadataRule {
    static final int MOST_PAIRS = 16;
    static final int LONGEST = 256;

    private static final String ALLOWED = "A-Z a-z 0-9, white space and : _ @ $ # = / + , - .";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{1,256}");
    private static final Pattern VALUE = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{0,256}");

    private MetadataRule() {}

    /** Refuses pairs that the service would refuse. The message has the name of a pair, never its value. */
    static Map<String, String> checked(Map<String, String> pairs, String field) {
        if (Check.notNull(pairs, field).size() > MOST_PAIRS) {
            throw Check.invalid(field, pairs.size() + " pairs", "at most " + MOST_PAIRS);
        }
        Map<String, String> copy = Check.copy(pairs, field);
        copy.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw Check.invalid(field, '"' + name + '"', "names of 1 to " + LONGEST + " of " + ALLOWED);
            }
            if (!VALUE.matcher(value).matches()) {
                throw Check.invalid(
                        field + "[" + name + "]",
                        value.length() + " characters",
                        "at most " + LONGEST + " of " + ALLOWED);
            }
        });
        return copy;
    }
}

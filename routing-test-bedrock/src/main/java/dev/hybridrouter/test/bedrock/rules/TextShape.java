package dev.hybridrouter.test.bedrock.rules;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A string with its limits. Lengths count Unicode code points. */
record TextShape(int least, int most, @Nullable Pattern pattern, List<String> values) implements Shape {

    static TextShape any() {
        return new TextShape(0, Integer.MAX_VALUE, null, List.of());
    }

    static TextShape oneOf(String... values) {
        return new TextShape(0, Integer.MAX_VALUE, null, List.of(values));
    }

    TextShape length(int from, int to) {
        return new TextShape(from, to, pattern, values);
    }

    TextShape matching(String regex) {
        return new TextShape(least, most, Pattern.compile(regex), values);
    }

    @Override
    public void check(Path at, JsonNode value, Findings findings) {
        if (value.isString()) {
            check(at, value.asString(), findings);
        } else {
            findings.wrongType(at, "a string");
        }
    }

    void check(Path at, String text, Findings findings) {
        int length = text.codePointCount(0, text.length());
        if (pattern != null && !pattern.matcher(text).matches()) {
            findings.violated(
                    ShapeRule.PATTERN, at, "Member must satisfy regular expression pattern: " + pattern.pattern());
        }
        if (length > most) {
            findings.violated(ShapeRule.LENGTH, at, "Member must have length less than or equal to " + most);
        }
        if (length < least) {
            findings.violated(ShapeRule.LENGTH, at, "Member must have length greater than or equal to " + least);
        }
        if (!values.isEmpty() && !values.contains(text)) {
            findings.violated(ShapeRule.ENUM, at, "Member must satisfy enum value set: " + values);
        }
    }
}

package dev.hybridrouter.test.bedrock.rules;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A string with its limits. Lengths count Unicode code points. */
record StringShape(int least, int most, @Nullable Pattern pattern, List<String> values) implements Shape {

    static StringShape any() {
        return new StringShape(0, Integer.MAX_VALUE, null, List.of());
    }

    static StringShape oneOf(String... values) {
        return new StringShape(0, Integer.MAX_VALUE, null, List.of(values));
    }

    StringShape length(int from, int to) {
        return new StringShape(from, to, pattern, values);
    }

    StringShape matching(String regex) {
        return new StringShape(least, most, Pattern.compile(regex), values);
    }

    @Override
    public void check(MemberPath at, JsonNode value, Findings findings) {
        if (value.isString()) {
            check(at, value.asString(), findings);
        } else {
            findings.wrongType(at, "a string");
        }
    }

    void check(MemberPath at, String text, Findings findings) {
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

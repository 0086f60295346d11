package dev.hybridrouter.mcp;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value fits a JSON schema, as far as the schema says so in types, values, members and bounds. References and
 * conditions are not followed and patterns not matched: a server's pattern can take any time. What is not understood fits.
 */
final class SchemaCheck {
    private static final int MAX_DEPTH = 64;

    private SchemaCheck() {}

    /**
     * What does not fit, as {@code place: what is there (expected: what should be)}; null if all does. It tells types and
     * sizes, never values, which may quote a prompt.
     */
    static @Nullable String misfit(String place, @Nullable Object value, @Nullable Object schema) {
        return misfit(place, value, schema, 0);
    }

    private static @Nullable String misfit(String place, @Nullable Object value, @Nullable Object schema, int depth) {
        if (Boolean.FALSE.equals(schema)) {
            return says(place, "a value", "none");
        }
        if (!(schema instanceof Map<?, ?>) || depth > MAX_DEPTH) {
            return null;
        }
        Map<String, Object> rules = McpJson.object(schema);
        String misfit = ofType(place, value, rules);
        misfit = misfit == null ? ofValue(place, value, rules) : misfit;
        misfit = misfit == null ? ofSize(place, value, rules) : misfit;
        misfit = misfit == null ? ofMembers(place, value, rules, depth) : misfit;
        return misfit == null ? ofChoices(place, value, rules, depth) : misfit;
    }

    private static @Nullable String ofType(String place, @Nullable Object value, Map<String, Object> rules) {
        Object type = rules.get("type");
        if (type == null) {
            return null;
        }
        Collection<?> types = type instanceof Collection<?> several ? several : List.of(type);
        String actual = type(value);
        boolean fits = types.contains(actual) || (actual.equals("integer") && types.contains("number"));
        return fits ? null : says(place, actual, String.valueOf(type));
    }

    private static String type(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Number number) {
            return isWhole(number) ? "integer" : "number";
        }
        if (value instanceof Boolean) {
            return "boolean";
        }
        if (value instanceof Map<?, ?>) {
            return "object";
        }
        return value instanceof Collection<?> ? "array" : "string";
    }

    private static boolean isWhole(Number number) {
        double value = number.doubleValue();
        return !Double.isInfinite(value) && value == Math.rint(value);
    }

    private static @Nullable String ofValue(String place, @Nullable Object value, Map<String, Object> rules) {
        if (rules.containsKey("const") && !same(value, rules.get("const"))) {
            return says(place, "another value", "the one that the schema names");
        }
        boolean listed = !(rules.get("enum") instanceof Collection<?> values)
                || values.stream().anyMatch(one -> same(value, one));
        return listed ? null : says(place, "another value", "one that the schema lists");
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return ToolSchema.difference("", one, other) == null;
    }

    private static @Nullable String ofSize(String place, @Nullable Object value, Map<String, Object> rules) {
        if (value instanceof Number number) {
            BigDecimal exact = exact(number);
            return bound(place, exact, rules, "minimum", "maximum", "");
        }
        if (value instanceof Collection<?> items) {
            return bound(place, BigDecimal.valueOf(items.size()), rules, "minItems", "maxItems", " items");
        }
        if (value instanceof String text) {
            BigDecimal length = BigDecimal.valueOf(text.codePointCount(0, text.length()));
            return bound(place, length, rules, "minLength", "maxLength", " characters");
        }
        return null;
    }

    private static @Nullable BigDecimal exact(@Nullable Object number) {
        try {
            return number instanceof Number ? new BigDecimal(number.toString()) : null;
        } catch (NumberFormatException e) { // NaN and infinities
            return null;
        }
    }

    private static @Nullable String bound(
            String place,
            @Nullable BigDecimal size,
            Map<String, Object> rules,
            String least,
            String most,
            String unit) {
        if (size == null) {
            return says(place, "no finite number", "a number");
        }
        BigDecimal from = exact(rules.get(least));
        if (from != null && size.compareTo(from) < 0) {
            return says(place, unit.isEmpty() ? "less" : size + unit, least + " " + from);
        }
        BigDecimal to = exact(rules.get(most));
        return to != null && size.compareTo(to) > 0
                ? says(place, unit.isEmpty() ? "more" : size + unit, most + " " + to)
                : null;
    }

    private static @Nullable String ofMembers(
            String place, @Nullable Object value, Map<String, Object> rules, int depth) {
        if (value instanceof Collection<?> items) {
            int number = 0;
            for (Object item : items) {
                String misfit = misfit(place + "[" + number + "]", item, rules.get("items"), depth + 1);
                if (misfit != null) {
                    return misfit;
                }
                number++;
            }
        }
        return value instanceof Map<?, ?> ? ofFields(place, McpJson.object(value), rules, depth) : null;
    }

    private static @Nullable String ofFields(
            String place, Map<String, Object> fields, Map<String, Object> rules, int depth) {
        if (rules.get("required") instanceof Collection<?> required) {
            for (Object name : required) {
                if (!fields.containsKey(String.valueOf(name))) {
                    return says(place + "." + name, "missing", "a value");
                }
            }
        }
        Map<String, Object> declared = McpJson.object(rules.get("properties"));
        boolean closed =
                Boolean.FALSE.equals(rules.get("additionalProperties")) && !rules.containsKey("patternProperties");
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            boolean known = declared.containsKey(field.getKey()); // of others even the name may be of a prompt
            if (closed && !known) {
                return says(place, "a member that is not declared", "those of the schema only");
            }
            String at = known ? place + "." + field.getKey() : place + ".(undeclared)";
            String misfit = misfit(at, field.getValue(), declared.get(field.getKey()), depth + 1);
            if (misfit != null) {
                return misfit;
            }
        }
        return null;
    }

    private static @Nullable String ofChoices(
            String place, @Nullable Object value, Map<String, Object> rules, int depth) {
        for (String choices : List.of("anyOf", "oneOf")) {
            if (rules.get(choices) instanceof Collection<?> several
                    && several.stream().noneMatch(choice -> misfit(place, value, choice, depth + 1) == null)) {
                return says(place, type(value), "one of the " + several.size() + " kinds that the schema lists");
            }
        }
        if (rules.get("allOf") instanceof Collection<?> all) {
            for (Object part : all) {
                String misfit = misfit(place, value, part, depth + 1);
                if (misfit != null) {
                    return misfit;
                }
            }
        }
        return null;
    }

    private static String says(String place, String actual, String expected) {
        return place + ": " + actual + " (expected: " + expected + ")";
    }
}

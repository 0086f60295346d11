package dev.hybridrouter.examples.mcpserver;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether arguments are what the tool's schema says: a client may not have read it. */
final class ArgumentCheck {
    private static final Set<String> ROLES = Set.of("user", "assistant");
    private static final Map<String, Predicate<Object>> RULES = Map.of(
            "messages",
            value -> value instanceof List<?> messages
                    && !messages.isEmpty()
                    && messages.stream().allMatch(ArgumentCheck::isMessage),
            "system",
            ArgumentCheck::isText,
            "model",
            ArgumentCheck::isText,
            "maxTokens",
            ArgumentCheck::isCount,
            "temperature",
            ArgumentCheck::isNumber,
            "topP",
            ArgumentCheck::isNumber,
            "stopSequences",
            value -> value instanceof List<?> texts && texts.stream().allMatch(ArgumentCheck::isText));

    private ArgumentCheck() {}

    /**
     * Returns the arguments, if they are what the schema says.
     *
     * @throws IllegalArgumentException if one is missing, unknown, or not what the schema says; it names the argument, and
     *     not its value
     */
    static Map<String, Object> check(@Nullable Map<String, Object> arguments) {
        if (arguments == null || !arguments.containsKey("messages")) {
            throw new IllegalArgumentException("messages: missing (expected: at least one message)");
        }
        arguments.forEach((name, value) -> {
            Predicate<Object> rule = RULES.get(name);
            if (rule == null) {
                throw new IllegalArgumentException(
                        "an argument that is not declared (expected: " + RULES.keySet() + ")");
            }
            if (!rule.test(value)) {
                throw new IllegalArgumentException(name + ": another value (expected: what the input schema says)");
            }
        });
        return arguments;
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String;
    }

    private static boolean isNumber(@Nullable Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue());
    }

    private static boolean isCount(@Nullable Object value) {
        return value instanceof Number number && number.doubleValue() == number.intValue() && number.intValue() >= 1;
    }

    private static boolean isMessage(@Nullable Object value) {
        return value instanceof Map<?, ?> message
                && message.keySet().equals(Set.of("role", "content"))
                && ROLES.contains(Objects.toString(message.get("role")))
                && message.get("content") instanceof String;
    }
}

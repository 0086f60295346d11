package dev.hybridrouter.test.bedrock.rules;

import static java.util.Objects.requireNonNull;

/**
 * How the service refuses a request that breaks a rule.
 *
 * @param rule the {@linkplain ServiceRule#id() id} of the rule, of the first one if several are broken
 * @param status the HTTP status
 * @param type the name of the error
 * @param message the message, which names the member that breaks the rule
 */
public record Refusal(String rule, int status, String type, String message) {

    /** Rejects null. */
    public Refusal {
        requireNonNull(rule, "rule");
        requireNonNull(type, "type");
        requireNonNull(message, "message");
    }

    static Refusal validation(String rule, String message) {
        return new Refusal(rule, 400, "ValidationException", message);
    }

    static Refusal serialization(String rule, String message) {
        return new Refusal(rule, 400, "SerializationException", message);
    }

    /** What the model says of a request that the service itself let pass. */
    static Refusal byModel(String rule, String message) {
        return validation(rule, "The model returned the following errors: " + message);
    }
}

package dev.hybridrouter.test.bedrock.rules;

import static java.util.Objects.requireNonNull;

/**
 * A rule of the service, as documentation shows it.
 *
 * @param id a stable name, the subject before the dot
 * @param statement what the service demands
 * @param source where that is written or was reported
 */
public record ServiceRule(String id, String statement, String source) {

    /** Rejects null. */
    public ServiceRule {
        requireNonNull(id, "id");
        requireNonNull(statement, "statement");
        requireNonNull(source, "source");
    }

    /** Returns the rule in one line. */
    @Override
    public String toString() {
        return id + ": " + statement + " Source: " + source;
    }
}

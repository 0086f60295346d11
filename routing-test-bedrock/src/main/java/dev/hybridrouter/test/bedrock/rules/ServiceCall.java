package dev.hybridrouter.test.bedrock.rules;

import static java.util.Objects.requireNonNull;

/**
 * A request as it arrived, immutable.
 *
 * @param kind the operation
 * @param resource the decoded model id of the path; of ApplyGuardrail the guardrail's identifier and version with a colon
 *     between them
 * @param contentType the value of the content-type header, empty if there is none
 * @param body the text of the body
 */
public record ServiceCall(RequestKind kind, String resource, String contentType, String body) {

    /** Rejects null. */
    public ServiceCall {
        requireNonNull(kind, "kind");
        requireNonNull(resource, "resource");
        requireNonNull(contentType, "contentType");
        requireNonNull(body, "body");
    }

    /** Names the request without its content. */
    @Override
    public String toString() {
        return kind + " " + resource;
    }
}

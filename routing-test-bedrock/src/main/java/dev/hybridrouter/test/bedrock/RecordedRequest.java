package dev.hybridrouter.test.bedrock;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it reached the emulator, immutable.
 *
 * @param modelId the decoded path segment: a model id, an inference profile id or an ARN; of ApplyGuardrail the guardrail's
 *     identifier and version with a colon between them
 * @param operation the operation that was called
 * @param body the text of the body
 * @param headers all headers, names in lower case
 * @param arrival how and when it came
 */
public record RecordedRequest(
        String modelId, Operation operation, String body, Map<String, List<String>> headers, Arrival arrival) {

    /** Copies the headers. */
    public RecordedRequest {
        headers = Map.copyOf(headers);
    }

    /** Returns the region of the endpoint it came to, or else the one it was signed for, or else an empty string. */
    public String region() {
        return arrival.region();
    }

    /** Returns the protocol of the connection. */
    public WireProtocol protocol() {
        return arrival.protocol();
    }

    /** Returns when the request was complete. */
    public Instant receivedAt() {
        return arrival.at();
    }

    /** Returns the first value of a header, whose name may be in any case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** Names the request without its content and headers. */
    @Override
    public String toString() {
        return operation + " " + modelId + " over " + protocol() + " at " + receivedAt();
    }
}

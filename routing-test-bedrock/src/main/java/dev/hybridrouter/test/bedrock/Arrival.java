package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * How and when a request came, immutable.
 *
 * @param region the region of the endpoint it came to, or else the one it was signed for, or else an empty string
 * @param protocol the protocol of the connection
 * @param at when the request was complete
 */
public record Arrival(String region, WireProtocol protocol, Instant at) {

    /** Rejects null. */
    public Arrival {
        requireNonNull(region, "region");
        requireNonNull(protocol, "protocol");
        requireNonNull(at, "at");
    }
}

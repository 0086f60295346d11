package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Classifies what servers report in MCP's own words. The texts of errors are never read nor passed on: they may quote the
 * prompt, and what a text about "limits" means is anyone's guess.
 */
final class FailureReader {
    private static final int PARSE_ERROR = -32_700;
    private static final int INVALID_REQUEST = -32_600;
    private static final int METHOD_NOT_FOUND = -32_601;
    private static final int INVALID_PARAMS = -32_602;
    private static final int INTERNAL_ERROR = -32_603;
    private static final int TIMED_OUT = -32_001; // by the other official SDKs
    private static final int NOT_FOUND = -32_002;
    private static final int FIRST_OF_SERVER = -32_099;
    private static final int LAST_OF_SERVER = -32_000;

    private static final int MOST_VERSIONS = 10;

    /** What only the router can know; a server that says so would look healthy. */
    private static final Set<FailureKind> OURS = Set.of(FailureKind.CANCELLED, FailureKind.STOPPED);

    /** Kinds that may come after a model has worked, though most have cost nothing. */
    private static final Set<FailureKind> MAY_HAVE_RUN = Set.of(FailureKind.SERVER_ERROR, FailureKind.UNAVAILABLE);

    private FailureReader() {}

    /** What a failed result tells of its failure, if it tells. */
    static Optional<ProviderFailure> declared(McpResult result) {
        return Stream.of(result.structured(), result.meta())
                .map(values -> McpJson.object(values.get("error")))
                .map(error -> declared(error, "the tool failed", true))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<ProviderFailure> declared(Map<String, Object> error, String message, boolean ran) {
        FailureKind kind = kind(error.get("kind"));
        if (kind == null || OURS.contains(kind)) {
            return Optional.empty();
        }
        ProviderFailure.Builder failure = ProviderFailure.builder(kind, message);
        if (ran && MAY_HAVE_RUN.contains(kind)) {
            failure.billing(Billing.POSSIBLE);
        }
        if (error.get("retryAfterMillis") instanceof Number millis && millis.longValue() >= 0) {
            failure.retryAfter(Duration.ofMillis(millis.longValue()));
        }
        if (error.get("requestId") instanceof String id && id.matches("[\\w.:/-]{1,256}")) {
            failure.requestId(id);
        }
        return Optional.of(failure.build());
    }

    private static @Nullable FailureKind kind(@Nullable Object name) {
        return Arrays.stream(FailureKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** A result that says it failed, and does not say how: of its input, or of what it does; the server is sound. */
    static ProviderFailure ofTool() {
        return ProviderFailure.of(FailureKind.REFUSED, "the tool says that it failed");
    }

    /** The versions that a server says it speaks when it refuses one; null if an answer is no such refusal. */
    static @Nullable List<String> supportedVersions(Map<String, Object> answer) {
        Object supported =
                McpJson.object(McpJson.object(answer.get("error")).get("data")).get("supported");
        return supported instanceof List<?> versions && !versions.isEmpty()
                ? versions.stream()
                        .limit(MOST_VERSIONS)
                        .map(String::valueOf)
                        .filter(version -> version.matches("[\\w.-]{1,32}"))
                        .toList()
                : null;
    }

    /** An error of the protocol. */
    static ProviderFailure ofError(@Nullable Integer code, @Nullable Object data) {
        String message = "the server answered with error " + code;
        return declared(McpJson.object(data), message, false).orElseGet(() -> ProviderFailure.of(kind(code), message));
    }

    private static FailureKind kind(@Nullable Integer code) {
        if (code == null) {
            return FailureKind.MALFORMED_RESPONSE;
        }
        return switch (code) {
            case INVALID_PARAMS -> FailureKind.UNSUPPORTED; // by this tool; another target may take them
            case PARSE_ERROR, INVALID_REQUEST -> FailureKind.OTHER; // of the message, which is not the caller's
            case METHOD_NOT_FOUND, NOT_FOUND -> FailureKind.MODEL_NOT_FOUND;
            case INTERNAL_ERROR -> FailureKind.SERVER_ERROR;
            case TIMED_OUT -> FailureKind.TIMEOUT;
            default -> code >= FIRST_OF_SERVER && code <= LAST_OF_SERVER ? FailureKind.SERVER_ERROR : FailureKind.OTHER;
        };
    }
}

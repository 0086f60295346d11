package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.RouterClock;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with an exchange over HTTP.
 *
 * @param clock tells how far off a date is, where the server does not say what time it is
 */
record HttpFailures(RouterClock clock) {
    static boolean isSuccess(int status) {
        return status / 100 == 2;
    }

    static boolean isEvents(HttpHeaders headers) {
        String type = headers.firstValue("content-type").orElse("");
        return type.regionMatches(true, 0, HttpAddress.EVENT_STREAM, 0, HttpAddress.EVENT_STREAM.length());
    }

    /** What the client's future failed with. */
    static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /** Whether nothing was sent, so that the next exchange would fail in the same way. */
    static boolean isUnreachable(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    }

    static ProviderFailure of(Throwable cause) {
        if (isUnreachable(cause)) {
            return ProviderFailure.builder(FailureKind.UNAVAILABLE, "the server cannot be reached")
                    .billing(Billing.NONE)
                    .cause(cause)
                    .build();
        }
        if (cause instanceof SseReader.TooLongException tooLong) {
            return tooLong(tooLong.most());
        }
        return broken(cause);
    }

    static ProviderFailure broken(Throwable cause) {
        return ProviderFailure.builder(FailureKind.STREAM_BROKEN, "the connection to the server broke")
                .cause(cause)
                .build();
    }

    /** An answer that is not read to its end, which no other attempt here would change. */
    static ProviderFailure tooLong(long most) {
        return ProviderFailure.of(
                FailureKind.REFUSED,
                "message of the server: more than " + most + " bytes (expected: at most " + most
                        + "; set with McpServer.Builder.maxMessageBytes(..))");
    }

    static ProviderFailure withoutAnswer() {
        return ProviderFailure.of(FailureKind.STREAM_BROKEN, "the exchange ended without an answer");
    }

    /** A stream that ended before its answer, and that the server does not continue. */
    static ProviderFailure notTakenUp(int status) {
        return ProviderFailure.of(
                FailureKind.STREAM_BROKEN,
                "the exchange ended without an answer, and the server answered with HTTP status " + status
                        + " when it was to be continued");
    }

    static ProviderFailure sessionLost() {
        return ProviderFailure.of(FailureKind.UNAVAILABLE, "the server no longer knows the session");
    }

    static ProviderFailure ofHeaders(RuntimeException cause) {
        return ProviderFailure.builder(FailureKind.AUTH, "the headers of the host cannot be had")
                .cause(cause)
                .build();
    }

    /** A response that is no success. */
    ProviderFailure of(HttpResponse<?> refusal) {
        if (refusal.statusCode() / 100 == 3) {
            return moved(refusal);
        }
        return of(refusal.statusCode(), retryAfter(refusal.headers()));
    }

    private static ProviderFailure moved(HttpResponse<?> refusal) {
        String to = HttpAddress.named(refusal);
        String where = to.isEmpty() ? "" : " to " + to + ", which is to be set as its address if it is right";
        return ProviderFailure.of(
                FailureKind.MODEL_NOT_FOUND, "the server answered with HTTP status " + refusal.statusCode() + where);
    }

    /** How long a response asks to wait, in seconds or until a date; null if it does not say. */
    @Nullable
    Duration retryAfter(HttpHeaders headers) {
        String value = headers.firstValue("retry-after").orElse("").strip();
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant now = headers.firstValue("date").flatMap(HttpFailures::date).orElseGet(clock::instant);
        return date(value)
                .map(until -> until.isBefore(now) ? Duration.ZERO : Duration.between(now, until))
                .orElse(null);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** An HTTP status that is no success. */
    static ProviderFailure of(int status, @Nullable Duration retryAfter) {
        ProviderFailure.Builder failure =
                ProviderFailure.builder(kind(status), "the server answered with HTTP status " + status);
        if (retryAfter != null) {
            failure.retryAfter(retryAfter);
        }
        return failure.build();
    }

    private static FailureKind kind(int status) {
        return switch (status) {
            case 400, 422 -> FailureKind.UNSUPPORTED; // by this server; another target may take it
            case 413 -> FailureKind.REFUSED; // of this server or a gateway before it
            case 401, 403, 407 -> FailureKind.AUTH;
            case 404, 410 -> FailureKind.MODEL_NOT_FOUND;
            case 408, 504 -> FailureKind.TIMEOUT;
            case 429 -> FailureKind.THROTTLED;
            case 502, 503, 529 -> FailureKind.UNAVAILABLE;
            default -> kindOfClass(status);
        };
    }

    private static FailureKind kindOfClass(int status) {
        return switch (status / 100) {
            case 4 -> FailureKind.OTHER; // of the endpoint or the session, not of the prompt
            case 5 -> FailureKind.SERVER_ERROR;
            default -> FailureKind.MALFORMED_RESPONSE;
        };
    }
}

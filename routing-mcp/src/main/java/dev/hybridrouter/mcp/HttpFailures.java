package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What went wrong with an exchange over HTTP. */
final class HttpFailures {
    private HttpFailures() {}

    static boolean isSuccess(int status) {
        return status / 100 == 2;
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
        if (cause instanceof BoundedBody.TooLongException) {
            return ProviderFailure.of(FailureKind.MALFORMED_RESPONSE, "the server sent too long a message");
        }
        return ProviderFailure.builder(FailureKind.STREAM_BROKEN, "the connection to the server broke")
                .cause(cause)
                .build();
    }

    static ProviderFailure of(HttpResponse<?> refusal) {
        return of(refusal.statusCode(), retryAfter(refusal));
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("retry-after").orElse("");
        return seconds.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
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
            case 400, 413, 422 -> FailureKind.INVALID_REQUEST;
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

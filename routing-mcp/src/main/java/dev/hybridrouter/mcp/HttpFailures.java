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
        return FailureReader.ofStatus(refusal.statusCode(), retryAfter(refusal));
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("retry-after").orElse("");
        return seconds.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }
}

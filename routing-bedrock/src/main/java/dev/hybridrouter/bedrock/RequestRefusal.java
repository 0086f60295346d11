package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.spi.ProviderException;

/** Failures of requests that are not sent. Their messages name the field, and never hold prompt text. */
final class RequestRefusal {
    private RequestRefusal() {}

    /** What every model would refuse. */
    static ProviderException invalid(String field, Object value, String expected) {
        return of(FailureKind.INVALID_REQUEST, field, value, expected);
    }

    /** What this model, or Bedrock, does not take; another target may. */
    static ProviderException unsupported(String field, Object value, String expected) {
        return of(FailureKind.UNSUPPORTED, field, value, expected);
    }

    private static ProviderException of(FailureKind kind, String field, Object value, String expected) {
        return new ProviderException(kind, field + ": " + value + " (expected: " + expected + ")");
    }
}

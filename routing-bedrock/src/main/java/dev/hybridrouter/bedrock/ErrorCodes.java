package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import java.util.Map;

/**
 * Meaning of error codes for which the SDK has no type of its own: those every AWS service raises, those of a load
 * balancer in front, and those of services to come. Sources: AWS common errors; HTTP semantics (RFC 9110).
 */
final class ErrorCodes {
    private static final Map<String, FailureKind> KIND_BY_CODE = Map.ofEntries(
            Map.entry("ExpiredToken", FailureKind.AUTH),
            Map.entry("ExpiredTokenException", FailureKind.AUTH),
            Map.entry("FTUFormNotFilled", FailureKind.AUTH),
            Map.entry("IncompleteSignature", FailureKind.AUTH),
            Map.entry("InvalidClientTokenId", FailureKind.AUTH),
            Map.entry("InvalidSignatureException", FailureKind.AUTH),
            Map.entry("MissingAuthenticationToken", FailureKind.AUTH),
            Map.entry("NotAuthorized", FailureKind.AUTH),
            Map.entry("OptInRequired", FailureKind.AUTH),
            Map.entry("SignatureDoesNotMatch", FailureKind.AUTH),
            Map.entry("UnrecognizedClientException", FailureKind.AUTH),
            Map.entry("RequestExpired", FailureKind.AUTH),
            Map.entry("TooManyRequestsException", FailureKind.THROTTLED),
            Map.entry("RequestTimeout", FailureKind.TIMEOUT));

    private ErrorCodes() {}

    /**
     * Returns the meaning of a code, or of the status where the code says nothing.
     *
     * @param code the service's error code; empty if it sent none
     * @param status the HTTP status; zero if unknown
     */
    static FailureKind kindOf(String code, int status) {
        FailureKind kind = KIND_BY_CODE.get(code);
        return kind != null ? kind : kindOf(status);
    }

    private static FailureKind kindOf(int status) {
        return switch (status) {
            case 400, 405, 411, 413, 415, 422 -> FailureKind.INVALID_REQUEST;
            case 401, 403 -> FailureKind.AUTH;
            case 404 -> FailureKind.MODEL_NOT_FOUND;
            case 408, 504 -> FailureKind.TIMEOUT;
            case 429 -> FailureKind.THROTTLED;
            case 424, 500 -> FailureKind.SERVER_ERROR;
            case 502, 503 -> FailureKind.UNAVAILABLE;
            default -> status > 500 ? FailureKind.SERVER_ERROR : FailureKind.OTHER;
        };
    }
}

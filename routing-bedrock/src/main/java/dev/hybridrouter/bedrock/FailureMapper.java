package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.ProviderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.ConflictException;
import software.amazon.awssdk.services.bedrockruntime.model.InternalServerException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelTimeoutException;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;
import software.amazon.awssdk.thirdparty.jackson.core.JsonProcessingException;

/**
 * Says what a failed call means: by the type of the exception, then by the service's error code, then by the HTTP
 * status. The service's own text may quote the prompt, so it stays in the cause.
 */
final class FailureMapper {
    private static final Logger LOG = LoggerFactory.getLogger(FailureMapper.class);

    private static final Map<Class<?>, FailureKind> KIND_BY_TYPE = Map.ofEntries(
            Map.entry(ServiceQuotaExceededException.class, FailureKind.QUOTA_EXCEEDED),
            Map.entry(ModelNotReadyException.class, FailureKind.UNAVAILABLE),
            Map.entry(ServiceUnavailableException.class, FailureKind.UNAVAILABLE),
            Map.entry(ModelTimeoutException.class, FailureKind.TIMEOUT),
            Map.entry(ModelErrorException.class, FailureKind.SERVER_ERROR),
            Map.entry(InternalServerException.class, FailureKind.SERVER_ERROR),
            Map.entry(ModelStreamErrorException.class, FailureKind.STREAM_BROKEN),
            Map.entry(AccessDeniedException.class, FailureKind.AUTH),
            Map.entry(ResourceNotFoundException.class, FailureKind.MODEL_NOT_FOUND),
            Map.entry(ConflictException.class, FailureKind.INVALID_REQUEST));

    private FailureMapper() {}

    /** How much of an answer had arrived when it failed. */
    enum Arrived {
        /** Nothing. */
        NOTHING,
        /** That there would be an answer. */
        HEADERS,
        /** At least one event of a stream, so that the model was at work. */
        EVENTS
    }

    /**
     * Returns the exception an adapter has to raise.
     *
     * @param thrown what the SDK raised
     * @param arrived how much of the answer had arrived
     */
    static ProviderException toException(Throwable thrown, Arrived arrived) {
        Throwable error = unwrap(thrown);
        if (error instanceof ProviderException classified) {
            return classified;
        }
        return new ProviderException(
                error instanceof SdkServiceException service
                        ? ofService(service, arrived)
                        : ofClient(error, arrived != Arrived.NOTHING));
    }

    /** Returns the exception for an answer, or an event of it, that lacks what it must have. */
    static ProviderException unreadable(RuntimeException thrown) {
        return thrown instanceof ProviderException classified
                ? classified
                : new ProviderException(failure(
                        FailureKind.MALFORMED_RESPONSE, "the answer does not follow the service's model", thrown));
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable error = thrown;
        while (error instanceof CompletionException && error.getCause() != null) {
            error = error.getCause();
        }
        return error;
    }

    private static ProviderFailure ofService(SdkServiceException error, Arrived arrived) {
        FailureKind kind = kindOf(error);
        ProviderFailure.Builder failure =
                ProviderFailure.builder(kind, describe(error)).cause(error);
        String requestId = error.requestId();
        if (requestId != null && !requestId.isBlank()) {
            failure.requestId(requestId);
        }
        RetryAfter.of(error).ifPresent(failure::retryAfter);
        if (arrived == Arrived.EVENTS && kind.billing() == Billing.NONE) {
            failure.billing(Billing.POSSIBLE);
        }
        return failure.build();
    }

    private static FailureKind kindOf(SdkServiceException error) {
        if (error instanceof ValidationException) {
            return ErrorTexts.ofValidation(errorMessage(error));
        }
        if (error instanceof ThrottlingException) {
            return ErrorTexts.ofThrottling(errorMessage(error));
        }
        FailureKind kind = KIND_BY_TYPE.get(error.getClass());
        if (kind == null) {
            kind = ErrorCodes.kindOf(errorCode(error), error.statusCode());
        }
        if (kind == FailureKind.OTHER) {
            LOG.debug("Unmapped Bedrock error: code {}, HTTP status {}", errorCode(error), error.statusCode());
        }
        return kind;
    }

    private static String describe(SdkServiceException error) {
        String code = errorCode(error);
        return (code.isEmpty() ? error.getClass().getSimpleName() : code)
                + (error.statusCode() > 0 ? " (HTTP " + error.statusCode() + ")" : "");
    }

    private static String errorCode(SdkServiceException error) {
        AwsErrorDetails details = details(error);
        String code = details == null ? null : details.errorCode();
        return code == null || !code.matches("[A-Za-z0-9.]{1,80}") ? "" : code;
    }

    private static String errorMessage(SdkServiceException error) {
        AwsErrorDetails details = details(error);
        return details == null ? "" : BlockReader.orEmpty(details.errorMessage());
    }

    private static @Nullable AwsErrorDetails details(SdkServiceException error) {
        return error instanceof AwsServiceException service ? service.awsErrorDetails() : null;
    }

    private static ProviderFailure ofClient(Throwable error, boolean begun) {
        if (error instanceof CancellationException || error instanceof AbortedException) {
            return failure(FailureKind.CANCELLED, "the call was cancelled", error);
        }
        if (error instanceof ApiCallTimeoutException || error instanceof ApiCallAttemptTimeoutException) {
            return failure(FailureKind.TIMEOUT, "a time limit of the AWS client passed", error);
        }
        if (find(error, JsonProcessingException.class) != null) {
            return failure(FailureKind.MALFORMED_RESPONSE, "the answer holds malformed JSON", error);
        }
        if (begun && find(error, IllegalArgumentException.class) != null) {
            return failure(FailureKind.MALFORMED_RESPONSE, "the stream holds a frame that cannot be read", error);
        }
        Throwable root = find(error, ProviderException.class);
        if (root != null) {
            return ((ProviderException) root).failure();
        }
        return ofTransport(error, begun);
    }

    private static ProviderFailure ofTransport(Throwable error, boolean begun) {
        if (find(error, ConnectException.class) != null || find(error, UnknownHostException.class) != null) {
            return failure(FailureKind.UNAVAILABLE, "the endpoint cannot be reached", error);
        }
        if (hadNoConnection(error)) {
            return failure(FailureKind.UNAVAILABLE, "no connection could be had", error);
        }
        if (timedOut(error)) {
            return failure(FailureKind.TIMEOUT, "the connection was silent for too long", error);
        }
        if (find(error, IOException.class) != null) {
            return begun
                    ? failure(FailureKind.STREAM_BROKEN, "the connection broke in the middle of the answer", error)
                    : ProviderFailure.builder(FailureKind.UNAVAILABLE, "the connection broke before the answer")
                            .billing(Billing.POSSIBLE)
                            .cause(error)
                            .build();
        }
        return failure(
                FailureKind.OTHER, "the AWS client failed: " + error.getClass().getName(), error);
    }

    private static ProviderFailure failure(FailureKind kind, String message, Throwable cause) {
        return ProviderFailure.builder(kind, message).cause(cause).build();
    }

    /** Without a connection nothing was sent, and nothing can have cost anything. */
    private static boolean hadNoConnection(Throwable error) {
        return find(error, SSLHandshakeException.class) != null || find(error, ErrorTexts::isPoolFull) != null;
    }

    /** Time-outs of Netty, whose types the adapter must not link to. */
    private static boolean timedOut(Throwable error) {
        return find(error, cause -> cause.getClass().getSimpleName().endsWith("TimeoutException")) != null;
    }

    /** The first of a throwable and its causes that has the type. */
    static @Nullable Throwable find(Throwable error, Class<? extends Throwable> type) {
        return find(error, type::isInstance);
    }

    private static @Nullable Throwable find(Throwable error, Predicate<Throwable> wanted) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (wanted.test(cause)) {
                return cause;
            }
        }
        return null;
    }
}

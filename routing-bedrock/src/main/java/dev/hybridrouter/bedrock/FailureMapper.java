package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.bedrock.ErrorTable.Meaning;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.ProviderException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.thirdparty.jackson.core.JsonProcessingException;

/**
 * Says what a failed call means: {@link ErrorTable} for errors of the service, {@link TransportTable} for requests that could
 * not be sent. The service's own text may quote the prompt, so it stays in the cause.
 */
final class FailureMapper {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9.]{1,80}");

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

    /**
     * Returns the exception for an answer, or an event of it, that lacks what it must have. It arrived in good order and may be
     * an answer to one prompt only, so that it says nothing about the target.
     */
    static ProviderException unreadable(RuntimeException thrown) {
        return thrown instanceof ProviderException classified
                ? classified
                : new ProviderException(ProviderFailure.builder(
                                FailureKind.MALFORMED_RESPONSE, "the answer does not follow the service's model")
                        .health(HealthImpact.NONE)
                        .cause(thrown)
                        .build());
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable error = thrown;
        while (error instanceof CompletionException && error.getCause() != null) {
            error = error.getCause();
        }
        return error;
    }

    private static ProviderFailure ofService(SdkServiceException error, Arrived arrived) {
        String code = code(error);
        Meaning meaning = ErrorTable.of(code, errorMessage(error), error.statusCode());
        if (meaning.kind() == FailureKind.OTHER) {
            LogEvent.BEDROCK_ERROR_UNKNOWN
                    .line()
                    .with("error", code)
                    .with("status", error.statusCode())
                    .log();
        }
        ProviderFailure.Builder failure = ProviderFailure.builder(meaning.kind(), describe(error, code, meaning))
                .health(meaning.health())
                .cause(error);
        if (!code.isEmpty()) {
            failure.code(code);
        }
        String requestId = error.requestId();
        if (requestId != null && !requestId.isBlank()) {
            failure.requestId(requestId);
        }
        RetryAfter.of(error).ifPresent(failure::retryAfter);
        if (arrived == Arrived.EVENTS && meaning.kind().billing() == Billing.NONE) {
            failure.billing(Billing.POSSIBLE);
        }
        return failure.build();
    }

    private static String describe(SdkServiceException error, String code, Meaning meaning) {
        return (code.isEmpty() ? error.getClass().getSimpleName() : code)
                + (error.statusCode() > 0 ? " (HTTP " + error.statusCode() + ")" : "")
                + (meaning.text().isEmpty() ? "" : ": " + meaning.text());
    }

    /** The SDK's type is the code where it has one: an error inside a stream comes under another spelling. */
    private static String code(SdkServiceException error) {
        return isModelled(error) ? error.getClass().getSimpleName() : errorCode(error);
    }

    private static boolean isModelled(SdkServiceException error) {
        return error instanceof BedrockRuntimeException && error.getClass() != BedrockRuntimeException.class;
    }

    private static String errorCode(SdkServiceException error) {
        AwsErrorDetails details = details(error);
        String code = details == null ? null : details.errorCode();
        return code == null || !CODE.matcher(code).matches() ? "" : code;
    }

    private static String errorMessage(SdkServiceException error) {
        AwsErrorDetails details = details(error);
        return details == null ? "" : BlockReader.orEmpty(details.errorMessage());
    }

    private static @Nullable AwsErrorDetails details(SdkServiceException error) {
        return error instanceof AwsServiceException service ? service.awsErrorDetails() : null;
    }

    private static ProviderFailure ofClient(Throwable error, boolean begun) {
        Throwable root = find(error, ProviderException.class);
        if (root != null) {
            return ((ProviderException) root).failure();
        }
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
        return ofTransport(error, begun);
    }

    private static ProviderFailure ofTransport(Throwable error, boolean begun) {
        Optional<ProviderFailure> notSent = begun ? Optional.empty() : TransportTable.of(error);
        if (notSent.isPresent()) {
            return notSent.get();
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

    /** Time-outs of Netty, whose types the adapter must not link to. */
    private static boolean timedOut(Throwable error) {
        return find(error, cause -> cause.getClass().getSimpleName().endsWith("TimeoutException")) != null;
    }

    /** The first of a throwable and its causes that has the type. */
    static @Nullable Throwable find(Throwable error, Class<? extends Throwable> type) {
        return find(error, type::isInstance);
    }

    static @Nullable Throwable find(Throwable error, Predicate<Throwable> wanted) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (wanted.test(cause)) {
                return cause;
            }
        }
        return null;
    }
}

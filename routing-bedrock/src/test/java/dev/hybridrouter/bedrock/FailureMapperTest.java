package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.bedrock.FailureMapper.Arrived;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ConflictException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/** The failures that the emulator cannot bring about; the others are in {@link BedrockFaultWireTest}. */
class FailureMapperTest {
    private static ProviderFailure failure(Throwable thrown) {
        return failure(thrown, Arrived.NOTHING);
    }

    private static ProviderFailure failure(Throwable thrown, Arrived arrived) {
        return FailureMapper.toException(thrown, arrived).failure();
    }

    private static Throwable clientError(Throwable cause) {
        return SdkClientException.create("Unable to execute HTTP request", cause);
    }

    static Stream<Arguments> clientErrors() {
        return Stream.of(
                arguments(new CancellationException(), FailureKind.CANCELLED, FailureKind.CANCELLED),
                arguments(AbortedException.create("aborted"), FailureKind.CANCELLED, FailureKind.CANCELLED),
                arguments(ApiCallAttemptTimeoutException.create(5), FailureKind.TIMEOUT, FailureKind.TIMEOUT),
                arguments(clientError(new ConnectException()), FailureKind.UNAVAILABLE, FailureKind.STREAM_BROKEN),
                arguments(clientError(new TimeoutException()), FailureKind.TIMEOUT, FailureKind.TIMEOUT),
                arguments(
                        clientError(new SSLHandshakeException("no")),
                        FailureKind.UNAVAILABLE,
                        FailureKind.STREAM_BROKEN),
                arguments(clientError(new IOException()), FailureKind.UNAVAILABLE, FailureKind.STREAM_BROKEN),
                arguments(
                        clientError(new IllegalArgumentException()), FailureKind.OTHER, FailureKind.MALFORMED_RESPONSE),
                arguments(ConflictException.builder().build(), FailureKind.UNAVAILABLE, FailureKind.UNAVAILABLE),
                arguments(new IllegalStateException("bug"), FailureKind.OTHER, FailureKind.OTHER));
    }

    @ParameterizedTest
    @MethodSource("clientErrors")
    void kind_dependsOnWhetherTheAnswerHadBegun(Throwable error, FailureKind before, FailureKind after) {
        assertThat(failure(error).kind()).isEqualTo(before);
        assertThat(failure(error, Arrived.HEADERS).kind()).isEqualTo(after);
        assertThat(failure(new CompletionException(error)).cause()).hasValue(error);
    }

    @ParameterizedTest
    @CsvSource({
        "UnrecognizedClientException, 400, AUTH",
        "ExpiredTokenException, 400, AUTH",
        "TooManyRequestsException, 400, THROTTLED",
        "Novel, 401, AUTH",
        "Novel, 404, MODEL_NOT_FOUND",
        "Novel, 408, TIMEOUT",
        "Novel, 413, UNSUPPORTED",
        "Novel, 424, SERVER_ERROR",
        "Novel, 429, THROTTLED",
        "Novel, 500, SERVER_ERROR",
        "Novel, 502, UNAVAILABLE",
        "Novel, 504, TIMEOUT",
        "Novel, 529, SERVER_ERROR",
        "Novel, 302, OTHER",
        "Novel, 0, OTHER"
    })
    void errorWithoutAType_isToldByItsCodeThenByItsStatus(String code, int status, FailureKind kind) {
        var error = BedrockRuntimeException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
        assertThat(failure(error).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Too many tokens per day, please wait before trying again. | QUOTA_EXCEEDED",
                "Too many tokens, please wait before trying again. | THROTTLED",
                "Too many requests, please wait before trying again. | THROTTLED"
            })
    void throttling_isToldApartByItsText(String message, FailureKind kind) {
        var error = ThrottlingException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorMessage(message).build())
                .build();
        assertThat(failure(error).kind()).isEqualTo(kind);
    }

    @Test
    void serviceErrorAfterEventsOfAStream_mayHaveCostMoney() {
        var error = ThrottlingException.builder().build();
        assertThat(failure(error, Arrived.NOTHING).billing()).isEqualTo(Billing.NONE);
        assertThat(failure(error, Arrived.HEADERS).billing()).isEqualTo(Billing.NONE);
        assertThat(failure(error, Arrived.EVENTS).billing()).isEqualTo(Billing.POSSIBLE);
    }

    @Test
    void handshakeThatFails_costsNothing() {
        assertThat(failure(clientError(new SSLHandshakeException("no"))).billing())
                .isEqualTo(Billing.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "7 | none | PT7S",
                "0 | none | PT0S",
                "Wed, 21 Oct 2026 07:28:30 GMT | Wed, 21 Oct 2026 07:28:00 GMT | PT30S",
                "Wed, 21 Oct 2026 07:28:00 GMT | Wed, 21 Oct 2026 07:28:30 GMT | none",
                "Wed, 21 Oct 2026 07:28:30 GMT | none | none",
                "99999999999999999999 | none | none",
                "-3 | none | none",
                "soon | Wed, 21 Oct 2026 07:28:30 GMT | none"
            })
    void retryAfter_isReadFromSecondsOrDates(String value, String date, Duration expected) {
        SdkHttpResponse.Builder response =
                SdkHttpResponse.builder().statusCode(429).putHeader("Retry-After", value);
        if (date != null) {
            response.putHeader("Date", date);
        }
        var error = ThrottlingException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .sdkHttpResponse(response.build())
                        .build())
                .build();
        if (expected == null) {
            assertThat(failure(error).retryAfter()).isEmpty();
        } else {
            assertThat(failure(error).retryAfter()).hasValue(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"none, 1500, PT1.5S", "7, 1500, PT7S", "soon, 1500, PT1.5S", "none, 1.5, none", "none, -1, none"})
    void retryAfterOfAws_isReadInMilliseconds(String standard, String aws, Duration expected) {
        SdkHttpResponse.Builder response =
                SdkHttpResponse.builder().statusCode(429).putHeader("x-amz-retry-after", aws);
        if (standard != null) {
            response.putHeader("Retry-After", standard);
        }
        var error = ThrottlingException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .sdkHttpResponse(response.build())
                        .build())
                .build();
        assertThat(failure(error).retryAfter()).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void errorCodeThatIsNoName_isNotRepeated() {
        var error = BedrockRuntimeException.builder()
                .statusCode(500)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("the prompt was: hi")
                        .build())
                .build();
        assertThat(failure(error).message()).isEqualTo("BedrockRuntimeException (HTTP 500)");
    }
}

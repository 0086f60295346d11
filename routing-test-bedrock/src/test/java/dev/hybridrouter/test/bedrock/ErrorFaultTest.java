package dev.hybridrouter.test.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.InternalServerException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelTimeoutException;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** Errors that the service reports by status, as the SDK shows them. */
class ErrorFaultTest extends EmulatorFixture {

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(Fault.throttled(), ThrottlingException.class, 429),
                Arguments.of(Fault.modelNotReady(), ModelNotReadyException.class, 429),
                Arguments.of(Fault.modelTimeout(), ModelTimeoutException.class, 408),
                Arguments.of(Fault.modelError(500, "arn:model"), ModelErrorException.class, 424),
                Arguments.of(Fault.validation("malformed"), ValidationException.class, 400),
                Arguments.of(Fault.inputTooLong(), ValidationException.class, 400),
                Arguments.of(Fault.quotaExceeded(), ServiceQuotaExceededException.class, 400),
                Arguments.of(Fault.accessDenied(), AccessDeniedException.class, 403),
                Arguments.of(Fault.resourceNotFound(), ResourceNotFoundException.class, 404),
                Arguments.of(Fault.internalServerError(), InternalServerException.class, 500),
                Arguments.of(Fault.serviceUnavailable(), ServiceUnavailableException.class, 503),
                Arguments.of(Fault.error(418, "TeapotException", "short"), BedrockRuntimeException.class, 418),
                Arguments.of(Fault.htmlBadGateway(), BedrockRuntimeException.class, 502));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void error_onEveryOperationAndProtocol_arrivesWithTypeAndStatus(
            Fault fault, Class<? extends AwsServiceException> type, int status) {
        reply(fault);

        Sdk.Stream stream = Sdk.stream(async);

        assertError(stream.failure(), type, status);
        assertThat(stream.events()).isEmpty();
        assertError(Sdk.failure(async.converse(Sdk.request())), type, status);
        assertError(catchThrowable(() -> sync.converse(Sdk.request())), type, status);
    }

    @Test
    void throttled_whenToldWhenToComeBack_hasAReadableHeader() {
        reply(Fault.throttled(Duration.ofMillis(1500)));

        assertThat(retryAfter(Sdk.failure(async.converse(Sdk.request())))).hasValue("2");
        assertThat(retryAfter(Sdk.stream(async).failure())).hasValue("2");
        assertThat(retryAfter(catchThrowable(() -> sync.converse(Sdk.request()))))
                .hasValue("2");
    }

    @Test
    void modelError_whenShown_carriesStatusAndResource() {
        reply(Fault.modelError(529, "arn:model"));

        ModelErrorException thrown = (ModelErrorException) Sdk.failure(async.converse(Sdk.request()));

        assertThat(thrown.originalStatusCode()).isEqualTo(529);
        assertThat(thrown.resourceName()).isEqualTo("arn:model");
    }

    @Test
    void inputTooLong_whenShown_isToldByItsMessageOnly() {
        reply(Fault.inputTooLong());

        assertThat(details(Sdk.failure(async.converse(Sdk.request())))
                        .awsErrorDetails()
                        .errorMessage())
                .isEqualTo("Input is too long for requested model.");
    }

    @Test
    void errors_whenRepeated_haveRequestIdsOfTheirOwn() {
        reply(Fault.serviceUnavailable().firstByteDelay(Duration.ofMillis(10)).header("x-amz-retry-after", "250"));

        AwsServiceException first = details(Sdk.failure(async.converse(Sdk.request())));
        AwsServiceException second = details(Sdk.failure(async.converse(Sdk.request())));

        assertThat(first.requestId()).isNotBlank().isNotEqualTo(second.requestId());
        assertThat(first.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-retry-after"))
                .hasValue("250");
    }

    private static void assertError(Throwable thrown, Class<? extends AwsServiceException> type, int status) {
        assertThat(thrown).isExactlyInstanceOf(type);
        assertThat(details(thrown).statusCode()).isEqualTo(status);
        assertThat(details(thrown).requestId()).isNotBlank();
    }

    private static AwsServiceException details(Throwable thrown) {
        return (AwsServiceException) thrown;
    }

    private static Optional<String> retryAfter(Throwable thrown) {
        return details(thrown).awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Retry-After");
    }
}

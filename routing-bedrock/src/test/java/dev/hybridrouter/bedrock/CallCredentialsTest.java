package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.ProviderException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What it means that there are no credentials. */
class CallCredentialsTest {
    static Stream<Arguments> errors() {
        return Stream.of(
                arguments(SdkClientException.create("Unable to load credentials"), FailureKind.AUTH),
                arguments(new IllegalStateException("no profile"), FailureKind.AUTH),
                arguments(service(403), FailureKind.AUTH),
                arguments(service(400), FailureKind.AUTH),
                arguments(service(429), FailureKind.UNAVAILABLE),
                arguments(service(500), FailureKind.UNAVAILABLE),
                arguments(service(503), FailureKind.UNAVAILABLE),
                arguments(SdkClientException.create("no answer", new IOException()), FailureKind.UNAVAILABLE));
    }

    private static RuntimeException service(int status) {
        return AwsServiceException.builder().statusCode(status).build();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void error_ofTheProvider_hasItsKind(RuntimeException error, FailureKind kind) {
        CallCredentials credentials = new CallCredentials(() -> {
            throw error;
        });
        ProviderFailure failure = catchThrowableOfType(ProviderException.class, credentials::resolveCredentials)
                .failure();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.billing()).isEqualTo(Billing.NONE);
        assertThat(failure.cause()).hasValue(error);
    }
}

package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.ProviderException;
import java.io.IOException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Makes missing credentials tell themselves apart from other faults of the client. A provider that asks a service which
 * is down or throttles says nothing against the credentials: they may be there in a moment.
 */
record CallCredentials(AwsCredentialsProvider provider) implements AwsCredentialsProvider {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return provider.resolveCredentials();
        } catch (RuntimeException e) {
            throw new ProviderException(failure(e));
        }
    }

    private static ProviderFailure failure(RuntimeException error) {
        ProviderFailure.Builder failure = isPassing(error)
                ? ProviderFailure.builder(FailureKind.UNAVAILABLE, "the source of AWS credentials cannot be reached")
                : ProviderFailure.builder(FailureKind.AUTH, "no AWS credentials were found");
        return failure.cause(error).build();
    }

    private static boolean isPassing(RuntimeException error) {
        if (error instanceof SdkServiceException service) {
            return service.statusCode() == TOO_MANY_REQUESTS || service.statusCode() >= SERVER_ERROR;
        }
        return FailureMapper.find(error, IOException.class) != null;
    }
}

package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeServiceClientConfiguration;
import software.amazon.awssdk.services.bedrockruntime.endpoints.BedrockRuntimeEndpointProvider;

/**
 * Where the calls of a client go: the region they are signed for, and the address.
 *
 * @param region the region under which the adapter knows the client
 * @param settings what the client says of itself
 */
record ClientPlace(String region, BedrockRuntimeServiceClientConfiguration settings) {

    /** Where a client's calls go; empty if it does not tell, as a host's wrapper around a client may not. */
    static Optional<ClientPlace> of(String region, BedrockRuntimeAsyncClient client) {
        try {
            return Optional.of(new ClientPlace(region, client.serviceClientConfiguration()));
        } catch (UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /**
     * Refuses a client of another region, or with an address that names another one.
     *
     * @param field the setting to blame
     */
    void check(String field) {
        if (!isInRegion()) {
            throw Check.invalid(
                    field,
                    "a client of " + settings.region().id(),
                    "one of " + region + ", as its calls are sent there");
        }
        address().flatMap(address -> AwsRegions.otherThan(region, address)).ifPresent(other -> {
            throw Check.invalid(field, "an address of " + other, "one of " + region);
        });
    }

    /** Whether its calls are signed for the region. */
    boolean isInRegion() {
        return settings.region().id().equals(region);
    }

    /** The address, if it is not the service's own in the region. */
    Optional<URI> address() {
        return settings.endpointOverride().or(this::provided);
    }

    private Optional<URI> provided() {
        return settings.endpointProvider()
                .filter(BedrockRuntimeEndpointProvider.class::isInstance)
                .map(provider -> resolved((BedrockRuntimeEndpointProvider) provider))
                .filter(address -> !address.equals(resolved(BedrockRuntimeEndpointProvider.defaultProvider())));
    }

    private URI resolved(BedrockRuntimeEndpointProvider provider) {
        CompletableFuture<Endpoint> endpoint = provider.resolveEndpoint(asked -> asked.region(Region.of(region)));
        return endpoint.join().endpointUrl().toUri();
    }

    /** The address that the settings of the process and the profile of the AWS SDK redirect all calls of a region to, if any. */
    static Optional<URI> configured(String region) {
        try (BedrockRuntimeAsyncClient client = BedrockRuntimeAsyncClient.builder()
                .region(Region.of(region))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(new NoHttp())
                .build()) {
            return client.serviceClientConfiguration().endpointOverride();
        }
    }

    /** Carries nothing: the client is made to be asked for its settings. */
    private static final class NoHttp implements SdkAsyncHttpClient {
        @Override
        public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
            return CompletableFuture.failedFuture(new IllegalStateException("no call is made"));
        }

        @Override
        public void close() {}
    }
}

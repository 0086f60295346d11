package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;

/** One client for each region, made here or handed in by the host. */
final class RegionClients implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegionClients.class);

    private final Map<String, BedrockRuntimeAsyncClient> clients;
    private final List<BedrockRuntimeAsyncClient> own;
    private final Set<String> retrying;

    private RegionClients(Map<String, BedrockRuntimeAsyncClient> clients, List<BedrockRuntimeAsyncClient> own) {
        this.clients = Map.copyOf(clients);
        this.own = List.copyOf(own);
        Set<String> found = new LinkedHashSet<>();
        clients.forEach((region, client) -> {
            if (retries(client)) {
                found.add(region);
            }
        });
        retrying = Set.copyOf(found);
        if (!retrying.isEmpty()) {
            LOG.warn(
                    "The Bedrock clients of {} retry by themselves: calls cost more attempts than the router allows and"
                            + " failed streams may repeat text. Build them with"
                            + " overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry())).",
                    retrying);
        }
    }

    private static boolean retries(BedrockRuntimeAsyncClient client) {
        return client.serviceClientConfiguration()
                .overrideConfiguration()
                .retryStrategy()
                .map(strategy -> strategy.maxAttempts() > 1)
                .orElse(true);
    }

    Set<String> regions() {
        return clients.keySet();
    }

    Set<String> retrying() {
        return retrying;
    }

    BedrockRuntimeAsyncClient of(Target target) {
        BedrockRuntimeAsyncClient client = target.region().map(clients::get).orElse(null);
        if (client == null) {
            throw new ProviderException(FailureKind.INVALID_REQUEST, "no client for the region of " + target.id());
        }
        return client;
    }

    @Override
    public void close() {
        own.forEach(BedrockRuntimeAsyncClient::close);
    }

    /** Collects the regions. Clients are made when all settings are known. */
    static final class Builder {
        private final Set<String> regions = new LinkedHashSet<>();
        private final Map<String, BedrockRuntimeAsyncClient> handedIn = new LinkedHashMap<>();
        private final List<Consumer<BedrockRuntimeAsyncClientBuilder>> changes = new ArrayList<>();
        private AwsCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();

        void region(String region) {
            if (handedIn.containsKey(region) || !regions.add(region)) {
                throw twice(region);
            }
        }

        void client(String region, BedrockRuntimeAsyncClient client) {
            if (regions.contains(region) || handedIn.putIfAbsent(region, client) != null) {
                throw twice(region);
            }
        }

        private static IllegalArgumentException twice(String region) {
            return Check.invalid("bedrock.region", region + " twice", "each region once");
        }

        void credentials(AwsCredentialsProvider value) {
            credentials = value;
        }

        void customize(Consumer<BedrockRuntimeAsyncClientBuilder> change) {
            changes.add(change);
        }

        RegionClients build() {
            if (regions.isEmpty() && handedIn.isEmpty()) {
                throw Check.invalid("bedrock.region", "none", "at least one region or client");
            }
            Map<String, BedrockRuntimeAsyncClient> all = new LinkedHashMap<>(handedIn);
            List<BedrockRuntimeAsyncClient> own = new ArrayList<>();
            try {
                for (String region : regions) {
                    BedrockRuntimeAsyncClient client = make(region);
                    own.add(client);
                    all.put(region, client);
                }
            } catch (RuntimeException e) {
                own.forEach(BedrockRuntimeAsyncClient::close);
                throw e;
            }
            return new RegionClients(all, own);
        }

        private BedrockRuntimeAsyncClient make(String region) {
            BedrockRuntimeAsyncClientBuilder client = BedrockRuntimeAsyncClient.builder()
                    .region(Region.of(region))
                    .credentialsProvider(new ReportingCredentials(credentials))
                    .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()));
            changes.forEach(change -> change.accept(client));
            return client.build();
        }
    }

    /** Makes missing credentials tell themselves apart from other faults of the client. */
    private record ReportingCredentials(AwsCredentialsProvider provider) implements AwsCredentialsProvider {
        @Override
        public AwsCredentials resolveCredentials() {
            try {
                return provider.resolveCredentials();
            } catch (SdkException e) {
                throw new ProviderException(ProviderFailure.builder(FailureKind.AUTH, "no AWS credentials were found")
                        .cause(e)
                        .build());
            }
        }
    }
}

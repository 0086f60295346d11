package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.ProviderException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;

/** One client for each region, made here or handed in by the host. */
final class RegionClients implements AutoCloseable {
    private final Map<String, BedrockRuntimeAsyncClient> clients;
    private final List<AutoCloseable> own;
    private final Set<String> made;
    private final Set<String> retrying;
    private final Map<String, String> doubts;

    /**
     * Takes the clients.
     *
     * @param made the regions whose client was made here
     * @param doubts why it is not certain that the calls of a region go there, by region
     */
    private RegionClients(
            Map<String, BedrockRuntimeAsyncClient> clients,
            Set<String> made,
            Map<String, String> doubts,
            List<AutoCloseable> own) {
        this.clients = Map.copyOf(clients);
        this.made = Set.copyOf(made);
        this.doubts = Map.copyOf(doubts);
        this.own = List.copyOf(own);
        doubts.forEach((region, why) -> LogEvent.CLIENT_PLACE_DOUBTED
                .line()
                .with("region", region)
                .with("why", why)
                .log());
        retrying = clients.entrySet().stream()
                .filter(entry -> SdkRetries.isOn(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        if (!retrying.isEmpty()) {
            LogEvent.SDK_RETRIES_ON.line().with("regions", retrying).log();
        }
    }

    Set<String> regions() {
        return clients.keySet();
    }

    Set<String> retrying() {
        return retrying;
    }

    /** Whether the client of a target reports when it sends a call. One of the host's may not. */
    boolean reportSending(Target target) {
        return target.region().filter(made::contains).isPresent();
    }

    /** Why it is not certain that the calls of a region go there; empty if it is. */
    Optional<String> doubt(String region) {
        return Optional.ofNullable(doubts.get(region));
    }

    BedrockRuntimeAsyncClient of(Target target) {
        BedrockRuntimeAsyncClient client = target.region().map(clients::get).orElse(null);
        if (client == null) {
            throw new ProviderException(FailureKind.INVALID_REQUEST, "no client for the region of " + target.id());
        }
        return client;
    }

    /**
     * The client of a region.
     *
     * @throws IllegalArgumentException if there is none
     */
    BedrockRuntimeAsyncClient of(String region, String field) {
        BedrockRuntimeAsyncClient client = clients.get(region);
        if (client == null) {
            throw Check.invalid(field, region, "one of " + clients.keySet());
        }
        return client;
    }

    @Override
    public void close() {
        closeAll(own);
    }

    /** Closes each, also after one that fails; the first failure is thrown and has the others with it. */
    static void closeAll(List<? extends AutoCloseable> resources) {
        RuntimeException failure = null;
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Collects the regions. Clients are made when all settings are known. */
    static final class Builder {
        /**
         * How long a connection may be silent. Longer than any deadline, because the router keeps the time; finite, so
         * that what the router gave up on does not hold a connection for ever.
         */
        static final Duration LONGEST_SILENCE = Duration.ofMinutes(15);

        /** The clients still notify of their end on these threads when they are closed. */
        private static final int QUIET_MILLIS = 500;

        private static final int LONGEST_END_MILLIS = 5_000;

        private final Set<String> regions = new LinkedHashSet<>();
        private final Map<String, BedrockRuntimeAsyncClient> handedIn = new LinkedHashMap<>();
        private final Map<String, URI> endpoints = new LinkedHashMap<>();
        private @Nullable URI endpoint;
        private final List<Consumer<BedrockRuntimeAsyncClientBuilder>> changes = new ArrayList<>();
        private final List<Consumer<NettyNioAsyncHttpClient.Builder>> httpChanges = new ArrayList<>();
        private @Nullable AwsCredentialsProvider credentials;
        private @Nullable SdkAsyncHttpClient httpClient;
        private int maxConcurrency = 1_000;
        private AnswerLimit limit = AnswerLimit.DEFAULT;

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

        void endpoint(URI value) {
            endpoint = value;
        }

        void endpoint(String region, URI value) {
            endpoints.put(region, value);
        }

        void credentials(AwsCredentialsProvider value) {
            credentials = value;
        }

        void httpClient(SdkAsyncHttpClient value) {
            httpClient = value;
        }

        void maxConcurrency(int value) {
            maxConcurrency = value;
        }

        void limit(AnswerLimit value) {
            limit = value;
        }

        AnswerLimit limit() {
            return limit;
        }

        void customize(Consumer<BedrockRuntimeAsyncClientBuilder> change) {
            changes.add(change);
        }

        /** Over TLS, the SDK negotiates HTTP/2 only. */
        void protocol(Protocol value) {
            httpChanges.add(http -> http.protocol(value));
            if (value == Protocol.HTTP1_1) {
                httpChanges.add(http -> http.protocolNegotiation(ProtocolNegotiation.ASSUME_PROTOCOL));
            }
        }

        void customizeHttp(Consumer<NettyNioAsyncHttpClient.Builder> change) {
            httpChanges.add(change);
        }

        RegionClients build() {
            if (httpClient != null && !httpChanges.isEmpty()) {
                throw Check.invalid(
                        "bedrock.httpClient", "set", "unset beside bedrock.protocol and bedrock.customizeHttp");
            }
            if (regions.isEmpty() && handedIn.isEmpty()) {
                throw Check.invalid("bedrock.region", "none", "at least one region or client");
            }
            for (String region : endpoints.keySet()) {
                if (!regions.contains(region)) {
                    throw Check.invalid(
                            "bedrock.endpoint", region, "a region whose client the adapter makes: " + regions);
                }
            }
            Map<String, BedrockRuntimeAsyncClient> all = new LinkedHashMap<>(handedIn);
            List<AutoCloseable> own = new ArrayList<>();
            ClientPlaces places = new ClientPlaces();
            handedIn.forEach(places::addOfHost);
            try {
                if (!regions.isEmpty()) {
                    AwsCredentialsProvider source = credentialsOrDefault(own);
                    SdkEventLoopGroup threads = httpClient == null ? threads(own) : null;
                    for (String region : regions) {
                        BedrockRuntimeAsyncClient client = make(region, source, threads);
                        own.add(0, client);
                        all.put(region, client);
                        places.addOwn(region, client, address(region));
                    }
                }
                return new RegionClients(all, regions, places.doubts(), own);
            } catch (RuntimeException e) {
                throw closed(own, e);
            }
        }

        private static RuntimeException closed(List<AutoCloseable> own, RuntimeException reason) {
            try {
                closeAll(own);
            } catch (RuntimeException e) {
                reason.addSuppressed(e);
            }
            return reason;
        }

        /** The default chain refreshes in the background, so that calls seldom wait for it. */
        private AwsCredentialsProvider credentialsOrDefault(List<AutoCloseable> own) {
            if (credentials != null) {
                return credentials;
            }
            DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder()
                    .asyncCredentialUpdateEnabled(true)
                    .build();
            own.add(chain);
            return chain;
        }

        /** The threads of all regions, which end when the adapter is closed. */
        private static SdkEventLoopGroup threads(List<AutoCloseable> own) {
            EventLoops threads = new EventLoops();
            own.add(() -> {
                var unused = threads.shutdownGracefully(QUIET_MILLIS, LONGEST_END_MILLIS, TimeUnit.MILLISECONDS);
            });
            return SdkEventLoopGroup.create(threads, new WatchedChannels());
        }

        private BedrockRuntimeAsyncClient make(
                String region, AwsCredentialsProvider source, @Nullable SdkEventLoopGroup threads) {
            BedrockRuntimeAsyncClientBuilder client = BedrockRuntimeAsyncClient.builder()
                    .region(Region.of(region))
                    .credentialsProvider(new CallCredentials(source));
            URI address = address(region);
            if (address != null) {
                client.endpointOverride(address);
            }
            changes.forEach(change -> change.accept(client));
            connect(client, threads);
            SdkRetries.switchOff(client);
            return client.build();
        }

        /** Whatever HTTP client the changes have set, it is this one, which reports when calls are sent and bounds answers. */
        private void connect(BedrockRuntimeAsyncClientBuilder client, @Nullable SdkEventLoopGroup threads) {
            SdkAsyncHttpClient handed = httpClient;
            client.httpClient(handed == null ? null : new SentCalls(new BoundedAnswers(handed, limit)));
            if (handed == null) {
                NettyNioAsyncHttpClient.Builder http =
                        http(LONGEST_SILENCE, maxConcurrency).eventLoopGroup(threads);
                httpChanges.forEach(change -> change.accept(http));
                client.httpClientBuilder(new SentCalls.Builder(http, limit));
            } else {
                client.httpClientBuilder(null);
            }
        }

        private @Nullable URI address(String region) {
            URI own = endpoints.get(region);
            return own == null ? endpoint : own;
        }

        static NettyNioAsyncHttpClient.Builder http(Duration longestSilence, int maxConcurrency) {
            return NettyNioAsyncHttpClient.builder().readTimeout(longestSilence).maxConcurrency(maxConcurrency);
        }
    }
}

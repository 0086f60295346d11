package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.bedrock.FailureMapper.Arrived;
import dev.hybridrouter.spi.BilledModel;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.spi.TokenCounter;
import dev.hybridrouter.spi.internal.OwnScheduler;
import java.net.URI;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensRequest;

/**
 * Calls models on AWS Bedrock through Converse and ConverseStream, in one or more regions. A target's model may be a
 * model id, an inference-profile id or an ARN; its region says which client sends the call. Thread-safe.
 *
 * <p>The clients the adapter makes do not retry, because the router decides on retries and a stream that the SDK
 * retries repeats its text. A client of the host that does retry is served but reported, by a warning and by
 * {@link #retryingRegions()}.
 *
 * <p>Calls are signed on the caller's thread, and the credentials provider may block there when it refreshes.
 *
 * <pre>{@code
 * BedrockAdapter bedrock = BedrockAdapter.builder().region("eu-central-1").region("eu-west-1").build();
 * Target sonnet = Target.builder("sonnet-frankfurt", bedrock.id(), "eu.anthropic.claude-sonnet-4-5-20250929-v1:0")
 *         .region("eu-central-1")
 *         .build();
 * }</pre>
 */
public final class BedrockAdapter implements ProviderAdapter, TokenCounter {
    private static final Set<Capability> CAPABILITIES = Collections.unmodifiableSet(EnumSet.allOf(Capability.class));

    private final String id;
    private final RegionClients clients;
    private final @Nullable CostAttribution attribution;
    private final @Nullable PromptCachePolicy promptCache;
    private final ModelBook models;
    private final AnswerLimit limit;
    private final @Nullable OwnScheduler ownScheduler;
    private final TaskScheduler scheduler;

    private BedrockAdapter(Builder builder) {
        this.id = builder.id;
        this.clients = builder.clients.build();
        this.attribution = builder.attribution;
        this.promptCache = builder.promptCache;
        this.models = new ModelBook(builder.models);
        this.limit = builder.clients.limit();
        this.ownScheduler = builder.scheduler == null ? new OwnScheduler("hybridrouter-bedrock-timer") : null;
        this.scheduler = Objects.requireNonNullElse(builder.scheduler, ownScheduler);
        ContentLoggers.warn(id);
    }

    /** Returns a builder; it needs at least one region or client. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    /** The client of a region, which calls other than those of models share. */
    BedrockRuntimeAsyncClient client(String region, String field) {
        return clients.of(region, field);
    }

    /** The regions whose client retries by itself; empty is as it should be. */
    public Set<String> retryingRegions() {
        return clients.retrying();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The region has to be one of the adapter's, and that of the model's ARN. Destinations must not contradict the geography in
     * front of a profile's id: none can be declared for a {@code global.} profile, and those of {@code us.}, {@code apac.}, and
     * the like are two or more, not all of them elsewhere.
     */
    @Override
    public void check(Target target) {
        String region = target.region()
                .orElseThrow(() ->
                        Check.invalid("target[" + target.id() + "].region", "none", "one of " + clients.regions()));
        if (!clients.regions().contains(region)) {
            throw Check.invalid(
                    "target[" + target.id() + "].region",
                    region,
                    "one of " + clients.regions() + "; add it with BedrockAdapter.builder().region(..)");
        }
        ModelArn.region(target.model()).filter(named -> !named.equals(region)).ifPresent(named -> {
            throw Check.invalid(
                    "target[" + target.id() + "].region", region, named + ", the region of the model's ARN");
        });
        Geography.check(target);
    }

    /** Why it is not certain that the calls of a region go there; empty if it is. */
    Optional<String> doubt(String region) {
        return clients.doubt(region);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Nothing is known of a target in a region whose client may send calls elsewhere. Of a model that the provider lets nobody
     * use without retention, at least that is known, whatever the target declares.
     */
    @Override
    public Optional<Handling> handling(Target target) {
        Handling declared = target.handling();
        Handling known = asCalled(target.region().orElse(""), target.model(), declared);
        return known.equals(declared) ? Optional.empty() : Optional.of(known);
    }

    /** What is declared of a model or guardrail, less what cannot be so. */
    Handling asCalled(String region, String model, Handling declared) {
        return doubt(region).isPresent() ? Handling.unknown() : RetainingModels.corrected(model, declared);
    }

    /** {@inheritDoc} Those of Bedrock only. */
    @Override
    public boolean reads(Class<? extends ProviderOptions> options) {
        return options == BedrockOptions.class;
    }

    /**
     * Strips the geographic prefix of an inference profile and what surrounds it in an ARN: the model
     * {@code eu.anthropic.claude-sonnet-4-5-20250929-v1:0} is billed as {@code anthropic.claude-sonnet-4-5-20250929-v1:0}
     * under {@code profile:eu}. ARNs of application profiles say nothing of their model and stay as they are.
     */
    @Override
    public BilledModel billedAs(Target target) {
        return BilledModels.of(target);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The service tier of {@link BedrockOptions}, or {@code latency} where latency is to be optimised.
     */
    @Override
    public String billedTier(RouteRequest request) {
        return BilledModels.tierOf(request.options(BedrockOptions.class).orElse(null));
    }

    /** {@inheritDoc} S3 addresses, for models that read there; never others. */
    @Override
    public boolean takesMediaAt(Target target, String scheme) {
        return scheme.equals(MediaSources.S3) && models.of(target).takes(BedrockFeature.S3_MEDIA);
    }

    /**
     * {@inheritDoc} This one does. With the clients that it makes, a call is sent once it has a connection; with a client of the
     * host's, as soon as that client has it.
     */
    @Override
    public boolean reportsSending() {
        return true;
    }

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        RequestMapper mapper = mapper(call);
        ConverseRequest request = mapped(() -> mapper.toConverse(metadata(call)));
        BedrockRuntimeAsyncClient client = clients.of(call.target());
        return answer(client.converse(departing(request.toBuilder(), call).build()), response -> mapper.names()
                .restored(ResponseMapper.toResponse(response)));
    }

    /** Lets a request report when it is sent. A client of the host's counts as sending it at once. */
    private <B extends BedrockRuntimeRequest.Builder> B departing(B request, ProviderCall call) {
        if (clients.reportSending(call.target())) {
            request.overrideConfiguration(SentCalls.carrying(call));
        } else if (!call.beginSending()) {
            throw new ProviderException(
                    ProviderFailure.builder(FailureKind.CANCELLED, "the call may not be sent any more")
                            .billing(Billing.NONE)
                            .build());
        }
        return request;
    }

    private RequestMapper mapper(ProviderCall call) {
        Adjustments adjustments = new Adjustments(call.target().id(), call::adjusted);
        return new RequestMapper(call.request(), call.target(), models.of(call.target()), promptCache, adjustments);
    }

    private Map<String, String> metadata(ProviderCall call) {
        Map<String, String> own = call.request()
                .options(BedrockOptions.class)
                .map(BedrockOptions::requestMetadata)
                .orElse(Map.of());
        return attribution == null ? own : attribution.metadata(call, own);
    }

    static <S, T> CompletableFuture<T> answer(CompletableFuture<S> sent, Function<S, T> reader) {
        CompletableFuture<T> answer = sent.handle((response, error) -> read(response, error, reader));
        var unused = answer.whenComplete((response, error) -> abortIfCancelled(sent, error));
        return answer;
    }

    private static void abortIfCancelled(CompletableFuture<?> sent, Throwable error) {
        if (error instanceof CancellationException) {
            sent.cancel(true);
        }
    }

    private static <S, T> T read(S response, Throwable error, Function<S, T> reader) {
        if (error != null) {
            throw FailureMapper.toException(error, Arrived.NOTHING);
        }
        try {
            return reader.apply(response);
        } catch (RuntimeException e) {
            throw FailureMapper.unreadable(e);
        }
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        RequestMapper mapper = mapper(call);
        ConverseStreamRequest request = mapped(() -> mapper.toConverseStream(metadata(call)));
        BedrockRuntimeAsyncClient client = clients.of(call.target());
        Function<ConverseStreamResponseHandler, CompletableFuture<Void>> start = handler ->
                client.converseStream(departing(request.toBuilder(), call).build(), handler);
        return new RestoredNames(mapper.names(), new ConverseStream(start, limit, scheduler));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Asks Bedrock's CountTokens, which is free of charge but needs the permission {@code bedrock:CountTokens}. Bedrock
     * counts for foundation models only: for an inference profile the model behind its geographic prefix is asked about,
     * and an ARN that does not name a model is {@code MODEL_NOT_FOUND} without a call. So is what Bedrock answers for models
     * it does not count for, some of those that have only cross-region profiles among them (sources: Amazon Bedrock user
     * guide, read November 2026; reports by users of other libraries).
     */
    @Override
    public CompletableFuture<Long> countInputTokens(Target target, RouteRequest request) {
        Adjustments unheard = new Adjustments(target.id(), adjustment -> {});
        CountTokensRequest counted =
                mapped(() -> new RequestMapper(request, target, models.of(target), null, unheard).toCountTokens());
        return answer(
                clients.of(target).countTokens(counted),
                response -> Check.atLeast(0L, response.inputTokens(), "inputTokens"));
    }

    private static <T> T mapped(Supplier<T> mapping) {
        try {
            return mapping.get();
        } catch (DocumentJson.MalformedJsonException e) {
            throw new ProviderException(ProviderFailure.builder(
                            FailureKind.INVALID_REQUEST,
                            "a tool, a tool use, a response format or an option holds malformed JSON")
                    .cause(e)
                    .build());
        }
    }

    @Override
    public void close() {
        if (ownScheduler != null) {
            ownScheduler.close();
        }
        clients.close();
    }

    /** Builds {@link BedrockAdapter}. Not thread-safe; can be used once. */
    public static final class Builder {
        private final RegionClients.Builder clients = new RegionClients.Builder();
        private String id = "bedrock";
        private @Nullable CostAttribution attribution;
        private @Nullable PromptCachePolicy promptCache;
        private final Map<String, BedrockModel> models = new HashMap<>();
        private @Nullable TaskScheduler scheduler;

        private Builder() {}

        /** Sets the id by which targets refer to the adapter; {@code bedrock} unless set. */
        public Builder id(String value) {
            id = Check.name(value, "bedrock.id");
            return this;
        }

        /**
         * Adds a region, with a client that the adapter makes, without retries, and closes.
         *
         * @throws IllegalArgumentException if the AWS SDK does not list the region; hand in a client for one that is newer
         */
        public Builder region(String region) {
            clients.region(AwsRegions.known(region, "bedrock.region"));
            return this;
        }

        /**
         * Adds a region with a client of the host, which stays open when the adapter is closed. {@link #build} refuses a client of
         * another region, or whose address names another one. A client that does not tell, or that a setting of the AWS SDK
         * redirects, is logged at WARN and serves no request with a residency requirement.
         */
        public Builder client(String region, BedrockRuntimeAsyncClient client) {
            clients.client(Check.region(region, "bedrock.region"), Check.notNull(client, "bedrock.client"));
            return this;
        }

        /**
         * Sets where the clients the adapter makes send their calls, for all regions that have no endpoint of their own; the
         * service's own addresses unless set. {@link #build} refuses an address that names another region.
         *
         * <p>Settings of the AWS SDK outside the adapter, such as {@code AWS_ENDPOINT_URL_BEDROCK_RUNTIME}, redirect clients
         * without an endpoint. The adapter logs that at WARN, and such a client serves no request with a residency requirement.
         */
        public Builder endpoint(URI value) {
            clients.endpoint(Check.notNull(value, "bedrock.endpoint"));
            return this;
        }

        /**
         * Sets where the client the adapter makes for one region sends its calls, for example an endpoint in a private
         * network. The region has to be added too.
         */
        public Builder endpoint(String region, URI value) {
            clients.endpoint(Check.region(region, "bedrock.region"), Check.notNull(value, "bedrock.endpoint"));
            return this;
        }

        /**
         * Sets the credentials of the clients the adapter makes; the provider stays open when the adapter is closed. Unless
         * set, the SDK's default chain with refresh in the background.
         */
        public Builder credentials(AwsCredentialsProvider value) {
            clients.credentials(Check.notNull(value, "bedrock.credentials"));
            return this;
        }

        /**
         * Sets how many calls a region's client that the adapter makes carries at once, and so the size of its connection
         * pool; 1,000 unless set. A call beyond waits up to 10 s for its turn and then fails as {@code UNAVAILABLE}.
         * Without effect on an HTTP client of the host.
         */
        public Builder maxConcurrency(int value) {
            clients.maxConcurrency(Check.atLeast(1, value, "bedrock.maxConcurrency"));
            return this;
        }

        /**
         * Sets how large an answer may be. A larger one fails as {@code REFUSED}, which says nothing about the target's health.
         * Default: 16 MiB.
         *
         * <p>Counts the body of an answer in one piece, of an error, an embedding or a guardrail's verdict, and what a compressed
         * body inflates to; of a streamed answer the content, a character as one byte. Bodies that a client of the host
         * receives are not counted, streams are; the SDK itself refuses single stream events of more than 24 MiB.
         *
         * @param value in bytes, at least 1
         */
        public Builder maxAnswerBytes(long value) {
            clients.limit(new AnswerLimit(Check.atLeast(1, value, "bedrock.maxAnswerBytes")));
            return this;
        }

        /**
         * Sets the timer that ends a streamed answer which is whole, but whose connection stays open: 2 s after its stop message.
         * Default: one daemon thread, started by the first whole answer that has to wait and ended by {@code close}.
         */
        public Builder scheduler(TaskScheduler value) {
            scheduler = Check.notNull(value, "bedrock.scheduler");
            return this;
        }

        /**
         * Sets the HTTP client of the clients the adapter makes, which stays open when the adapter is closed. Its read
         * time-out should be longer than the longest deadline. Unless set, each region has an HTTP client of its own that
         * bears a silence of 15 minutes: the router, not the connection, keeps the time.
         */
        public Builder httpClient(SdkAsyncHttpClient value) {
            clients.httpClient(Check.notNull(value, "bedrock.httpClient"));
            return this;
        }

        /**
         * Sets the version of HTTP that the HTTP clients the adapter makes speak. Default: {@link Protocol#HTTP2}, as Bedrock
         * does, agreed on by ALPN over TLS. {@link Protocol#HTTP1_1} is for servers and proxies without HTTP/2; it needs a
         * connection for each call at a time.
         */
        public Builder protocol(Protocol value) {
            clients.protocol(Check.notNull(value, "bedrock.protocol"));
            return this;
        }

        /**
         * Changes the HTTP clients the adapter makes, after all its own settings: a proxy, a trust store, client
         * certificates. Default: the proxy of the system properties or the environment, if any, and the trust store of the
         * JVM.
         *
         * <pre>{@code
         * builder.customizeHttp(http -> http.proxyConfiguration(
         *         ProxyConfiguration.builder().host("proxy.internal").port(3128).build()));
         * }</pre>
         *
         * <p>Connections of the adapter's own event loop group notice a failed TLS handshake at once; those of another one
         * set here may not.
         */
        public Builder customizeHttp(Consumer<NettyNioAsyncHttpClient.Builder> value) {
            clients.customizeHttp(Check.notNull(value, "bedrock.customizeHttp"));
            return this;
        }

        /** Sets what is said on each request of whom it is made for; nothing unless set. */
        public Builder costAttribution(CostAttribution value) {
            attribution = Check.notNull(value, "bedrock.costAttribution");
            return this;
        }

        /** Sets where prompts are cached; only where requests have cache points unless set. */
        public Builder promptCache(PromptCachePolicy value) {
            promptCache = Check.notNull(value, "bedrock.promptCache");
            return this;
        }

        /**
         * Sets what a model takes in a request, in place of what the adapter's table says of it.
         *
         * @param id the model as targets name it, such as the ARN of an application inference profile; or what model ids begin
         *     with once the geographic prefix is taken off, of several that fit the longest
         */
        public Builder model(String id, BedrockModel value) {
            models.put(Check.notBlank(id, "bedrock.model"), Check.notNull(value, "bedrock.model"));
            return this;
        }

        /**
         * Changes the clients the adapter makes, after all its own settings: interceptors and so on. {@link #build} refuses another
         * region or endpoint; what an interceptor does to single requests is not seen. An HTTP client is set by
         * {@link #httpClient}, proxies and trust stores by {@link #customizeHttp}. The SDK's retries stay off and the HTTP client
         * stays the adapter's, whatever is set here.
         */
        public Builder customize(Consumer<BedrockRuntimeAsyncClientBuilder> value) {
            clients.customize(Check.notNull(value, "bedrock.customize"));
            return this;
        }

        /**
         * Returns the adapter.
         *
         * @throws IllegalArgumentException if there is no region, or one twice; if a client's calls go to another region; if a region with an endpoint of its own was
         *     not added, or with a client of the host's; if {@link #httpClient} is set
         *     together with {@link #protocol} or {@link #customizeHttp}
         */
        public BedrockAdapter build() {
            return new BedrockAdapter(this);
        }
    }
}

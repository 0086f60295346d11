package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.bedrock.BedrockAdapter;
import dev.hybridrouter.core.HybridRouterBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

/**
 * What does routing add to the CPU time of a call through the AWS SDK, from text to text? Everything the SDK does is done,
 * signing included, but for the network, whose noise would hide the answer. All runs on the caller's thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class SdkBenchmark {
    private final BedrockRuntimeAsyncClient client = client(Region.EU_CENTRAL_1);
    private final BedrockRuntimeAsyncClient other = client(Region.EU_WEST_1);
    private final HybridRouter router = HybridRouterBuilder.create()
            .adapter(BedrockAdapter.builder()
                    .id(Fixture.ADAPTER)
                    .client("eu-central-1", client)
                    .client("eu-west-1", other)
                    .build())
            .target(Fixture.FIRST)
            .target(Fixture.SECOND)
            .meterRegistry(new SimpleMeterRegistry())
            .build();

    private static BedrockRuntimeAsyncClient client(Region region) {
        return BedrockRuntimeAsyncClient.builder()
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .asyncConfiguration(config ->
                        config.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .httpClient(new CannedHttp())
                .build();
    }

    /** Ends the router and the clients. */
    @TearDown
    public void close() {
        router.close();
        client.close();
        other.close();
    }

    /** The SDK alone. */
    @Benchmark
    public String bare() {
        ConverseRequest request = ConverseRequest.builder()
                .modelId("model-a")
                .system(SystemContentBlock.fromText("You are a polite assistant."))
                .messages(Message.builder()
                        .role(ConversationRole.USER)
                        .content(ContentBlock.fromText("say hello to me"))
                        .build())
                .inferenceConfig(InferenceConfiguration.builder().maxTokens(256).build())
                .build();
        return client.converse(request)
                .join()
                .output()
                .message()
                .content()
                .get(0)
                .text();
    }

    /** The same, routed. */
    @Benchmark
    public String routed() {
        RouteRequest request = RouteRequest.builder()
                .system("You are a polite assistant.")
                .user("say hello to me")
                .maxTokens(256)
                .build();
        return router.routeAsync(request).join().orElseThrow().response().text();
    }
}

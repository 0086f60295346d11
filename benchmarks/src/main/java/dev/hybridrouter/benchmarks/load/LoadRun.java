package dev.hybridrouter.benchmarks.load;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.bedrock.BedrockAdapter;
import dev.hybridrouter.core.HybridRouterBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/**
 * What does routing add to a real SDK call? Bare and routed calls on one client, over the same connections, against an emulator that
 * answers at once, in closed and open loops: throughput, latency and CPU time per call. Bare and routed samples take turns,
 * so that what disturbs the machine disturbs both.
 */
public final class LoadRun {
    private static final String REGION = "us-east-1";
    private static final Duration WARM_UP_TURN = Duration.ofSeconds(2);
    private static final String ADAPTER = "bedrock";

    private final Options options;
    private final Caller bare;
    private final Caller routed;

    private LoadRun(Options options, Caller bare, Caller routed) {
        this.options = options;
        this.bare = bare;
        this.routed = routed;
    }

    /** Runs all loads and prints one table; options as in {@link Options}. */
    public static void main(String[] arguments) {
        Options options = Options.parse(arguments);
        try (EmulatorProcess emulator = EmulatorProcess.start(options.words(), options.firstByteMillis());
                BedrockRuntimeAsyncClient client = client(emulator.endpoint());
                HybridRouter router = router(client)) {
            LoadRun run = new LoadRun(options, new BareCaller(client), new RoutedCaller(router));
            run.checkAnswers();
            run.warmUp();
            StringBuilder table = new StringBuilder(Comparison.header());
            for (Load load : List.of(new ClosedLoop(16), new ClosedLoop(64), new OpenLoop(options.rate()))) {
                table.append(run.compare(load).rows());
            }
            System.out.printf(Locale.ROOT, "%n%s", table);
        }
    }

    private static BedrockRuntimeAsyncClient client(URI endpoint) {
        return BedrockRuntimeAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(256))
                .build();
    }

    private static HybridRouter router(BedrockRuntimeAsyncClient client) {
        return HybridRouterBuilder.create()
                .adapter(BedrockAdapter.builder()
                        .id(ADAPTER)
                        .client(REGION, client)
                        .build())
                .target(target("first", Caller.MODEL))
                .target(target("second", "model-b"))
                .meterRegistry(new SimpleMeterRegistry())
                .build();
    }

    private static Target target(String id, String model) {
        return Target.builder(id, ADAPTER, model)
                .region(REGION)
                .price(TokenPrice.perMillion("3.00", "15.00"))
                .build();
    }

    private void checkAnswers() {
        String expected = bare.send().join();
        String answer = routed.send().join();
        if (expected.isEmpty() || !answer.equals(expected)) {
            throw new IllegalStateException("bare and routed calls are not answered alike");
        }
    }

    /** Both callers in turns, as later, so that neither is compiled for itself alone. */
    private void warmUp() {
        Load load = new ClosedLoop(32);
        for (long calls = 0; calls < options.warmupCalls(); ) {
            calls += load.run(bare, WARM_UP_TURN).latency().getTotalCount();
            load.run(routed, WARM_UP_TURN);
            System.out.printf(Locale.ROOT, "warm-up: %d of %d calls%n", calls, options.warmupCalls());
        }
    }

    private Comparison compare(Load load) {
        Comparison comparison = new Comparison(load.name());
        for (int round = 1; round <= options.rounds(); round++) {
            compareOnce(load, comparison, round % 2 == 1);
            System.out.printf(Locale.ROOT, "%s: round %d of %d%n", load.name(), round, options.rounds());
        }
        return comparison;
    }

    /** One pair of samples; who comes first changes from round to round. */
    private void compareOnce(Load load, Comparison comparison, boolean bareFirst) {
        Duration length = Duration.ofMillis(options.millis());
        Sample first = load.run(bareFirst ? bare : routed, length);
        Sample second = load.run(bareFirst ? routed : bare, length);
        comparison.add(bareFirst ? first : second, bareFirst ? second : first);
    }
}

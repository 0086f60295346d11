package dev.hybridrouter.examples.mcpserver;

import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/**
 * Runs the server. Without arguments it speaks over standard input and output, with an emulator of Bedrock behind it, until
 * its input ends. {@code --endpoint=} followed by an address lets it call an emulator that runs already, {@code --http=8765} lets it listen on that port of the loopback address instead, and {@code
 * --aws=eu-central-1} lets it call Bedrock in that region, with the credentials that the AWS SDK finds.
 */
public final class BedrockMcpServer {
    private static final String MODEL = "eu.amazon.nova-lite-v1:0";
    /** How long a call to an emulator may wait for a connection and for its answer, on a busy machine too. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private BedrockMcpServer() {}

    /** Runs until it is told to end. */
    public static void main(String... arguments) throws Exception {
        List<String> options = Arrays.asList(arguments);
        String region = option(options, "--aws=");
        String port = option(options, "--http=");
        String endpoint = option(options, "--endpoint=");
        BedrockRuntimeAsyncClient bedrock = region.isEmpty() ? emulated(endpoint) : real(region);
        if (port.isEmpty()) {
            McpServers.overStdio(tool(bedrock)).awaitEnd();
            System.exit(0); // threads of the AWS SDK may be left
        }
        try (McpServers.OverHttp server = McpServers.overHttp(tool(bedrock), Integer.parseInt(port))) {
            System.err.println("MCP server at " + server.uri() + ", end it with Ctrl-C");
            new CountDownLatch(1).await();
        }
    }

    private static String option(List<String> options, String name) {
        return options.stream()
                .filter(option -> option.startsWith(name))
                .map(option -> option.substring(name.length()))
                .findFirst()
                .orElse("");
    }

    /** The tool over a client. */
    static GenerateText tool(BedrockRuntimeAsyncClient bedrock) {
        return new GenerateText(bedrock, MODEL);
    }

    private static BedrockRuntimeAsyncClient real(String region) {
        return BedrockRuntimeAsyncClient.builder()
                .region(Region.of(region))
                .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private static BedrockRuntimeAsyncClient emulated(String endpoint) {
        return emulated(endpoint.isEmpty() ? ownEmulator().endpoint() : URI.create(endpoint));
    }

    private static BedrockEmulator ownEmulator() {
        BedrockEmulator emulator = BedrockEmulator.start();
        emulator.onOtherModels()
                .answer(request -> Reply.text("This is what " + request.modelId() + " says, emulated, über MCP.")
                        .chunkSize(2)
                        .chunkGap(Duration.ofMillis(20)));
        return emulator;
    }

    /** A client of an emulator. */
    static BedrockRuntimeAsyncClient emulated(URI endpoint) {
        return BedrockRuntimeAsyncClient.builder()
                .region(Region.EU_CENTRAL_1)
                .endpointOverride(endpoint)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .connectionTimeout(PATIENCE)
                        .connectionAcquisitionTimeout(PATIENCE)
                        .readTimeout(PATIENCE))
                .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }
}

package dev.hybridrouter.bedrock;

import dev.hybridrouter.test.bedrock.BedrockEmulator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/** Adapters over the emulator. */
final class Adapters {
    static final String REGION = "eu-central-1";
    static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret"));

    /**
     * Shared and never closed, because closing an HTTP client takes the SDK two seconds. Its threads are its own: those
     * that the SDK's clients share by default would never end.
     */
    static final SdkAsyncHttpClient HTTP = NettyNioAsyncHttpClient.builder()
            .eventLoopGroupBuilder(SdkEventLoopGroup.builder())
            .build();

    private Adapters() {}

    /** An adapter with clients of its own, which speak HTTP/2. */
    static BedrockAdapter overHttp2(BedrockEmulator emulator) {
        return BedrockAdapter.builder()
                .region(REGION)
                .endpoint(emulator.endpoint())
                .credentials(CREDENTIALS)
                .build();
    }

    /** An adapter whose HTTP client outlives it; over HTTP/1.1, as the SDK's clients speak unless told otherwise. */
    static BedrockAdapter sharing(BedrockEmulator emulator) {
        return BedrockAdapter.builder()
                .region(REGION)
                .endpoint(emulator.endpoint())
                .credentials(CREDENTIALS)
                .httpClient(HTTP)
                .build();
    }
}

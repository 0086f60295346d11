package dev.hybridrouter.bedrock;

import dev.hybridrouter.test.bedrock.BedrockEmulator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Adapters over the emulator. */
final class Adapters {
    static final String REGION = "eu-central-1";
    static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret"));

    private Adapters() {}

    static BedrockAdapter over(BedrockEmulator emulator) {
        return BedrockAdapter.builder()
                .region(REGION)
                .endpoint(emulator.endpoint())
                .credentials(CREDENTIALS)
                .build();
    }
}

package dev.hybridrouter.bedrock;

import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;

/** Knows the SDK's own retries: whether a client has them, and how to do without. */
final class SdkRetries {
    private SdkRetries() {}

    /** Switches retries off, and leaves everything else that was set as it is. */
    static void switchOff(BedrockRuntimeAsyncClientBuilder client) {
        client.overrideConfiguration(client.overrideConfiguration().toBuilder()
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .build());
    }

    /** Whether a client retries; true if it does not tell, as a host's wrapper around a client may not. */
    static boolean isOn(BedrockRuntimeAsyncClient client) {
        ClientOverrideConfiguration configuration;
        try {
            configuration = client.serviceClientConfiguration().overrideConfiguration();
        } catch (UnsupportedOperationException e) {
            return true;
        }
        return isOn(configuration);
    }

    @SuppressWarnings("deprecation") // a host may still use the SDK's older retry policy, which comes first
    private static boolean isOn(ClientOverrideConfiguration configuration) {
        return configuration
                .retryPolicy()
                .map(policy -> policy.numRetries() > 0)
                .or(() -> configuration.retryStrategy().map(strategy -> strategy.maxAttempts() > 1))
                .orElse(true);
    }
}

package dev.hybridrouter.benchmarks.load;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

/** Asks through the SDK's client alone, as a host without a router does. */
record BareCaller(BedrockRuntimeAsyncClient client) implements Caller {
    @Override
    public CompletableFuture<String> send() {
        return client.converse(request())
                .thenApply(
                        response -> response.output().message().content().get(0).text());
    }

    private static ConverseRequest request() {
        return ConverseRequest.builder()
                .modelId(MODEL)
                .system(SystemContentBlock.fromText(SYSTEM))
                .messages(Message.builder()
                        .role(ConversationRole.USER)
                        .content(ContentBlock.fromText(USER))
                        .build())
                .inferenceConfig(
                        InferenceConfiguration.builder().maxTokens(MAX_TOKENS).build())
                .build();
    }
}

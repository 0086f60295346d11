package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** The real SDK clients, without retries, and what they show of a call. */
final class Sdk {
    static final String MODEL = "model-a";
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Message PROMPT = Message.builder()
            .role(ConversationRole.USER)
            .content(ContentBlock.fromText("say hello to me"))
            .build();

    private Sdk() {}

    static BedrockRuntimeAsyncClient async(BedrockEmulator emulator) {
        return BedrockRuntimeAsyncClient.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    static BedrockRuntimeClient sync(BedrockEmulator emulator) {
        return sync(emulator.endpoint(), Region.US_EAST_1);
    }

    static BedrockRuntimeClient sync(URI endpoint, Region region) {
        return BedrockRuntimeClient.builder()
                .endpointOverride(endpoint)
                .region(region)
                .credentialsProvider(credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    static ConverseRequest request() {
        return request(MODEL);
    }

    static ConverseRequest request(String model) {
        return ConverseRequest.builder().modelId(model).messages(PROMPT).build();
    }

    static ConverseStreamRequest streamRequest() {
        return ConverseStreamRequest.builder().modelId(MODEL).messages(PROMPT).build();
    }

    static Stream stream(BedrockRuntimeAsyncClient client) {
        return stream(client, streamRequest());
    }

    static Stream stream(BedrockRuntimeAsyncClient client, ConverseStreamRequest request) {
        List<ConverseStreamOutput> events = new CopyOnWriteArrayList<>();
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        ConverseStreamResponseHandler handler = ConverseStreamResponseHandler.builder()
                .onError(errors::add)
                .subscriber(events::add)
                .build();
        return new Stream(events, errors, client.converseStream(request, handler));
    }

    static <T> T success(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static Throwable failure(CompletableFuture<?> future) {
        try {
            Object result = future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("no failure but " + result);
        } catch (ExecutionException e) {
            return requireNonNull(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret"));
    }

    /** One ConverseStream call. */
    record Stream(List<ConverseStreamOutput> events, List<Throwable> errors, CompletableFuture<Void> future) {

        Stream completed() {
            // The SDK completes its future with null.
            assertNull(future.handle((nothing, thrown) -> thrown).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            return this;
        }

        Throwable failure() {
            return Sdk.failure(future);
        }

        List<String> types() {
            return events.stream().map(event -> event.sdkEventType().toString()).toList();
        }

        <T> List<T> all(Class<T> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        List<ContentBlockDelta> deltas() {
            return all(ContentBlockDeltaEvent.class).stream()
                    .map(ContentBlockDeltaEvent::delta)
                    .toList();
        }

        String text() {
            return deltas().stream()
                    .map(ContentBlockDelta::text)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining());
        }

        ConverseStreamMetadataEvent metadata() {
            return all(ConverseStreamMetadataEvent.class).get(0);
        }

        private static void assertNull(CompletableFuture<? extends Throwable> outcome) {
            Throwable thrown = outcome.join();
            if (thrown != null) {
                throw new AssertionError(thrown);
            }
        }
    }
}

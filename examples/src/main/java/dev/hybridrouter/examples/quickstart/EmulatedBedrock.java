package dev.hybridrouter.examples.quickstart;

import dev.hybridrouter.bedrock.BedrockAdapter;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.EmulatedAnswer;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.RecordedRequest;
import dev.hybridrouter.test.bedrock.Reply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/** One emulator for each region, with models that know a few answers. */
final class EmulatedBedrock implements Backend {
    private static final String STORY = "Once upon a time there was a router. It had two regions, and when one of them"
            + " fell asleep it quietly asked the other.";

    private final Map<String, BedrockEmulator> emulators = new LinkedHashMap<>();
    private final Map<String, BedrockRuntimeAsyncClient> clients = new LinkedHashMap<>();
    private final BedrockAdapter adapter;

    EmulatedBedrock(List<String> regions) {
        BedrockAdapter.Builder builder = BedrockAdapter.builder();
        for (String region : regions) {
            BedrockEmulator emulator = BedrockEmulator.start();
            emulator.onOtherModels().answer(EmulatedBedrock::answer);
            emulators.put(region, emulator);
            clients.put(region, client(region, emulator));
        }
        clients.forEach(builder::client);
        adapter = builder.build();
    }

    private static BedrockRuntimeAsyncClient client(String region, BedrockEmulator emulator) {
        return BedrockRuntimeAsyncClient.builder()
                .region(Region.of(region))
                .endpointOverride(emulator.endpoint())
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private static EmulatedAnswer answer(RecordedRequest request) {
        if (request.body().contains("toolResult")) {
            return Reply.text("It is 18 degrees in Paris, with light rain.");
        }
        if (request.body().contains("weather")) {
            return Reply.toolUse("tooluse_1", "weather", "{\"city\":\"Paris\"}");
        }
        return request.body().contains("story")
                ? Reply.text(STORY).chunkSize(2).chunkGap(Duration.ofMillis(40))
                : Reply.text("This is what " + request.modelId() + " says.").firstByteDelay(Duration.ofMillis(30));
    }

    @Override
    public BedrockAdapter adapter() {
        return adapter;
    }

    @Override
    public boolean throttle(String region) {
        emulator(region).on(CLAUDE).reply(Fault.throttled(Duration.ofSeconds(60)));
        return true;
    }

    @Override
    public boolean takeDown(String region) {
        emulator(region).down();
        return true;
    }

    @Override
    public void restore() {
        for (BedrockEmulator emulator : emulators.values()) {
            emulator.up();
            emulator.reset();
            emulator.onOtherModels().answer(EmulatedBedrock::answer);
        }
    }

    @Override
    public void slowDown() {
        for (BedrockEmulator emulator : emulators.values()) {
            emulator.onOtherModels().reply(Fault.slowFirstByte(Duration.ofSeconds(5)));
        }
    }

    @Override
    public long tooShortMillis() {
        return 250;
    }

    private BedrockEmulator emulator(String region) {
        BedrockEmulator emulator = emulators.get(region);
        if (emulator == null) {
            throw new IllegalArgumentException("region: " + region + " (expected: one of " + emulators.keySet() + ")");
        }
        return emulator;
    }

    @Override
    public void close() {
        adapter.close();
        clients.values().forEach(BedrockRuntimeAsyncClient::close);
        emulators.values().forEach(BedrockEmulator::close);
    }
}

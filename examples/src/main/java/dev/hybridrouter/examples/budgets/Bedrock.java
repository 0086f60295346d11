package dev.hybridrouter.examples.budgets;

import dev.hybridrouter.bedrock.BedrockAdapter;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.EmulatedAnswer;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.RecordedRequest;
import dev.hybridrouter.test.bedrock.Reply;
import dev.hybridrouter.test.bedrock.ServedTokens;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/** An emulated region whose models answer at different length, and every twentieth call of which is throttled. */
final class Bedrock implements AutoCloseable {
    static final String REGION = "eu-central-1";

    private static final Pattern MAX_TOKENS = Pattern.compile("\"maxTokens\":(\\d+)");
    private static final int THROTTLED_EVERY = 20;
    private static final int SHORTEST = 50;
    private static final int LENGTHS = 7;

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final AtomicLong calls = new AtomicLong();
    private final BedrockAdapter adapter = BedrockAdapter.builder()
            .region(REGION)
            .endpoint(emulator.endpoint())
            .credentials(AnonymousCredentialsProvider.create())
            .build();

    Bedrock() {
        emulator.onOtherModels().answer(this::answer);
    }

    BedrockAdapter adapter() {
        return adapter;
    }

    /** What the emulator counted itself, word by word as it wrote them. */
    ServedTokens served(String model) {
        return emulator.tokensServed(model);
    }

    private EmulatedAnswer answer(RecordedRequest request) {
        long call = calls.incrementAndGet();
        if (call % THROTTLED_EVERY == 0) {
            return Fault.throttled();
        }
        int words = SHORTEST * (int) (1 + call % LENGTHS);
        return Reply.text("word ".repeat(Math.min(words, maxTokens(request)))).chunkSize(SHORTEST);
    }

    private static int maxTokens(RecordedRequest request) {
        Matcher limit = MAX_TOKENS.matcher(request.body());
        return limit.find() ? Integer.parseInt(limit.group(1)) : Integer.MAX_VALUE;
    }

    @Override
    public void close() {
        adapter.close();
        emulator.close();
    }
}

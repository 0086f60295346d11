package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.bedrock.ForeignHistory.Style;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whatever shape a conversation has, the service does not refuse it: it is mended, or refused by field before it is sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignHistoryProperties {
    private static final int RUNS = 1_000;
    private static final Pattern BY_FIELD =
            Pattern.compile("[a-zA-Z][\\w.$\\[\\]-]*: .+ \\(expected: .+\\)", Pattern.DOTALL);
    private static final String CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final List<String> MODELS = List.of(
            CLAUDE,
            "global.anthropic.claude-opus-4-6-v1",
            "eu.anthropic.claude-opus-4-7-v1:0",
            "anthropic.claude-3-haiku-20240307-v1:0",
            "eu.amazon.nova-lite-v1:0",
            "amazon.titan-text-premier-v1:0",
            "us.meta.llama3-3-70b-instruct-v1:0",
            "us.deepseek.r1-v1:0",
            "openai.gpt-oss-120b-1:0",
            "mistral.mistral-large-2407-v1:0",
            "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc123",
            "model-a");

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final BedrockAdapter adapter = BedrockAdapter.builder()
            .region(Adapters.REGION)
            .endpoint(emulator.endpoint())
            .credentials(Adapters.CREDENTIALS)
            .httpClient(Adapters.HTTP)
            .promptCache(
                    PromptCachePolicy.builder().stableTtl(Duration.ofHours(1)).build())
            .build();

    @AfterAll
    void close() {
        adapter.close();
        emulator.close();
    }

    private static Target target(String model) {
        return Target.builder("t", "bedrock", model)
                .region(Adapters.REGION)
                .capabilities(EnumSet.allOf(Capability.class))
                .build();
    }

    /** What the request failed with; null if it was answered. */
    private @Nullable ProviderFailure failure(RouteRequest request, String model) {
        try {
            adapter.call(Calls.of(request, target(model))).join();
            return null;
        } catch (ProviderException e) {
            return e.failure();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProviderException failed) {
                return failed.failure();
            }
            throw e;
        }
    }

    private static ForeignHistory history(int seed) {
        Style[] styles = Style.values();
        return new ForeignHistory(new Random(seed), styles[seed % styles.length]);
    }

    @Test
    void wholeConversation_isAnswered() {
        for (int seed = 0; seed < RUNS; seed++) {
            RouteRequest request = history(seed).whole();

            assertThat(failure(request, CLAUDE)).as("seed %d", seed).isNull();
        }
    }

    @Test
    void anyConversation_isAnsweredOrRefusedByFieldBeforeItIsSent() {
        int answered = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            String model = MODELS.get(seed % MODELS.size());
            RouteRequest request = history(seed).damaged();
            long before = emulator.requestCount();

            ProviderFailure failure = failure(request, model);

            if (failure == null) {
                answered++;
                continue;
            }
            assertThat(emulator.requestCount() - before)
                    .as("seed %d, %s was sent and refused: %s", seed, model, failure.message())
                    .isZero();
            assertThat(failure.kind()).as("seed %d", seed).isIn(FailureKind.INVALID_REQUEST, FailureKind.UNSUPPORTED);
            assertThat(failure.message()).as("seed %d", seed).matches(BY_FIELD);
        }
        assertThat(answered).isBetween(RUNS / 4, RUNS - RUNS / 4);
    }
}

package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Options are told apart by their canonical form exactly as they are by equality. */
class OptionsFormTest {
    private static final int CASES = 50_000;

    @Test
    void form_isTheSameForEqualOptions_andForNoOthers() {
        SplittableRandom random = new SplittableRandom(42);
        Map<List<String>, BedrockOptions> seen = new HashMap<>();
        int repeats = 0;
        for (int i = 0; i < CASES; i++) {
            BedrockOptions options = options(random);
            BedrockOptions known = seen.putIfAbsent(options.canonicalForm().orElseThrow(), options);

            repeats += known == null ? 0 : 1;
            if (known != null && !known.equals(options)) {
                throw new AssertionError("case " + i + ": " + known + " and " + options);
            }
        }
        assertThat(repeats).isBetween(1_000, CASES - 1_000);
        assertThat(Map.copyOf(seen).values()).doesNotHaveDuplicates();
    }

    private static BedrockOptions options(SplittableRandom random) {
        BedrockOptions.Builder options = BedrockOptions.builder();
        if (random.nextInt(4) == 0) {
            options.guardrail(new BedrockOptions.Guardrail(
                    word(random),
                    word(random),
                    random.nextBoolean()
                            ? BedrockOptions.Guardrail.Trace.ENABLED
                            : BedrockOptions.Guardrail.Trace.DISABLED,
                    random.nextBoolean()
                            ? BedrockOptions.Guardrail.Streaming.SYNC
                            : BedrockOptions.Guardrail.Streaming.ASYNC,
                    handling(random)));
        }
        if (random.nextBoolean()) {
            options.requestMetadata(pairs(random));
        }
        if (random.nextBoolean()) {
            options.serviceTier(word(random));
        }
        if (random.nextInt(3) == 0) {
            options.latencyMode(word(random)).effort(word(random));
        }
        if (random.nextInt(4) == 0) {
            options.additionalRequestFields(Json.object("{\"k\":" + random.nextInt(2) + "}"));
        }
        if (random.nextInt(4) == 0) {
            options.additionalResponseFields(List.of("/" + word(random)));
        }
        if (random.nextInt(4) == 0) {
            options.promptVariables(pairs(random));
        }
        return options.build();
    }

    private static Handling handling(SplittableRandom random) {
        Handling.Builder handling = Handling.builder();
        if (random.nextBoolean()) {
            handling.operators(word(random)).retention(Duration.ofDays(random.nextInt(2)));
        }
        if (random.nextBoolean()) {
            handling.destinations(
                    Destinations.declared(LocalDate.ofEpochDay(random.nextInt(2)), word(random), "eu-central-1"));
        }
        if (random.nextBoolean()) {
            handling.sharing(Sharing.OPERATOR).declared(LocalDate.EPOCH, word(random));
        }
        return handling.build();
    }

    private static Map<String, String> pairs(SplittableRandom random) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int size = random.nextInt(3); size > 0; size--) {
            pairs.put(word(random), word(random));
        }
        return pairs;
    }

    /** Words that could be taken for counts. */
    private static String word(SplittableRandom random) {
        return "012".substring(random.nextInt(3));
    }
}

package dev.hybridrouter.bedrock;

import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model's prompt cache does. Source: Amazon Bedrock user guide, prompt caching, as of November 2026.
 *
 * @param minimumTokens shortest prefix that is cached; a cache point before it is ignored
 * @param tools whether a cache point may follow the tools; elsewhere it is refused
 * @param oneHour whether prompts can be kept for an hour; elsewhere asking for it is refused
 */
record CachingModel(int minimumTokens, boolean tools, boolean oneHour) {
    /** The least that any model caches: a cache point too many is ignored, one too few costs money. */
    private static final int LEAST = 1_024;

    private static final String CLAUDE = "anthropic.claude-";

    private static final Map<String, Integer> MINIMUMS = Map.of(
            "amazon.nova-lite",
            1_536,
            "amazon.nova-micro",
            1_536,
            CLAUDE + "3-5-haiku",
            2_048,
            CLAUDE + "sonnet-4-6",
            2_048,
            CLAUDE + "haiku-4-5",
            4_096,
            CLAUDE + "opus-4-5",
            4_096,
            CLAUDE + "opus-4-6",
            4_096);

    static CachingModel of(String model, Map<String, Integer> others) {
        Integer set = longest(model, others);
        Integer known = longest(model, MINIMUMS);
        int minimum = set != null ? set : known != null ? known : LEAST;
        boolean claude = model.startsWith(CLAUDE);
        return new CachingModel(minimum, claude, claude && model.contains("-4-5-"));
    }

    private static @Nullable Integer longest(String model, Map<String, Integer> minimums) {
        return minimums.entrySet().stream()
                .filter(entry -> model.startsWith(entry.getKey()))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(null);
    }
}

package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.response.TokenUsage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.CacheDetail;

/** Maps the service's token counts. What it does not report stays unknown; its input does not count cached tokens. */
final class UsageMapper {
    private UsageMapper() {}

    static TokenUsage toUsage(software.amazon.awssdk.services.bedrockruntime.model.@Nullable TokenUsage reported) {
        if (reported == null || hasNegative(reported)) {
            return TokenUsage.unknown();
        }
        TokenUsage.Builder usage = TokenUsage.builder();
        ifKnown(reported.inputTokens(), usage::input);
        ifKnown(reported.outputTokens(), usage::output);
        ifKnown(reported.cacheReadInputTokens(), usage::cacheRead);
        ifKnown(reported.cacheWriteInputTokens(), usage::cacheWrite);
        if (reported.hasCacheDetails()) {
            Map<Duration, Long> byTtl = new LinkedHashMap<>();
            reported.cacheDetails().forEach(detail -> addTo(byTtl, detail));
            usage.cacheWriteByTtl(byTtl);
        }
        return usage.build();
    }

    /** A count below zero cannot be, and makes the others doubtful. */
    private static boolean hasNegative(software.amazon.awssdk.services.bedrockruntime.model.TokenUsage reported) {
        return Stream.of(
                        reported.inputTokens(),
                        reported.outputTokens(),
                        reported.cacheReadInputTokens(),
                        reported.cacheWriteInputTokens())
                .anyMatch(tokens -> tokens != null && tokens < 0);
    }

    private static void ifKnown(@Nullable Integer tokens, LongConsumer setter) {
        if (tokens != null) {
            setter.accept(tokens);
        }
    }

    private static void addTo(Map<Duration, Long> byTtl, CacheDetail detail) {
        Duration ttl = CacheTtls.parse(detail.ttlAsString());
        if (ttl != null && detail.inputTokens() != null && detail.inputTokens() >= 0) {
            byTtl.merge(ttl, (long) detail.inputTokens(), Long::sum);
        }
    }
}

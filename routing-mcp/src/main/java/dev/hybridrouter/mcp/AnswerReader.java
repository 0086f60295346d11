package dev.hybridrouter.mcp;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Reads an answer out of a result as servers that generate text write it. */
final class AnswerReader {
    private AnswerReader() {}

    static ModelResponse toResponse(McpResult result) {
        return ModelResponse.builder(content(result), stopReason(result))
                .usage(usage(result))
                .build();
    }

    private static List<Content> content(McpResult result) {
        if (!result.content().isEmpty() || result.structured().isEmpty()) {
            return result.content();
        }
        return result.structured().get("text") instanceof String text
                ? List.of(Content.text(text))
                : List.of(Content.text(McpJson.write(result.structured())));
    }

    private static StopReason stopReason(McpResult result) {
        return Stream.of(result.structured(), result.meta())
                .flatMap(values -> Stream.of("stopReason", "stop_reason").map(values::get))
                .filter(value -> value instanceof String text && !text.isBlank())
                .map(value -> new StopReason((String) value))
                .findFirst()
                .orElse(StopReason.END_TURN); // a result is always a whole one
    }

    private static TokenUsage usage(McpResult result) {
        return Stream.of(result.structured(), result.meta())
                .map(values -> values.get("usage"))
                .filter(Map.class::isInstance)
                .map(usage -> usage(McpJson.object(usage)))
                .findFirst()
                .orElse(TokenUsage.unknown());
    }

    private static TokenUsage usage(Map<String, Object> counts) {
        if (counts.values().stream().anyMatch(count -> count instanceof Number number && number.doubleValue() < 0)) {
            return TokenUsage.unknown(); // whatever else it says
        }
        Map<String, Long> known = new LinkedHashMap<>();
        counts.forEach((name, count) -> {
            if (count instanceof Number number && number.doubleValue() >= 0 && isWhole(number)) {
                known.put(name.replace("_", "").toLowerCase(Locale.ROOT), number.longValue());
            }
        });
        TokenUsage.Builder usage = TokenUsage.builder();
        first(known, "inputtokens").forEach(usage::input);
        first(known, "outputtokens").forEach(usage::output);
        first(known, "cachereadtokens", "cachereadinputtokens").forEach(usage::cacheRead);
        first(known, "cachewritetokens", "cachewriteinputtokens", "cachecreationinputtokens")
                .forEach(usage::cacheWrite);
        first(known, "reasoningtokens").forEach(usage::reasoning);
        return usage.build();
    }

    private static boolean isWhole(Number number) {
        return number.doubleValue() == Math.rint(number.doubleValue()) && number.doubleValue() < Long.MAX_VALUE;
    }

    private static List<Long> first(Map<String, Long> known, String... names) {
        return Stream.of(names)
                .filter(known::containsKey)
                .map(known::get)
                .limit(1)
                .toList();
    }
}

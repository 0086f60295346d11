package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Token usage of a {@link Reply}, immutable. */
public final class ReplyUsage {
    private final long inputTokens;
    private final long outputTokens;
    private final long totalTokens;
    private final long cacheReadTokens;
    private final List<CacheWrite> cacheWrites;

    private ReplyUsage(long input, long output, long total, long cacheRead, List<CacheWrite> cacheWrites) {
        this.inputTokens = nonNegative("inputTokens", input);
        this.outputTokens = nonNegative("outputTokens", output);
        this.totalTokens = nonNegative("totalTokens", total);
        this.cacheReadTokens = nonNegative("cacheReadTokens", cacheRead);
        this.cacheWrites = List.copyOf(cacheWrites);
    }

    /** Returns usage without cache traffic; the total is the sum. */
    public static ReplyUsage of(long inputTokens, long outputTokens) {
        return new ReplyUsage(inputTokens, outputTokens, inputTokens + outputTokens, 0, List.of());
    }

    /** Returns this usage with tokens read from the prompt cache, which the total counts too. */
    public ReplyUsage cacheRead(long tokens) {
        return new ReplyUsage(inputTokens, outputTokens, totalTokens + tokens, cacheReadTokens + tokens, cacheWrites);
    }

    /**
     * Returns this usage with tokens written to the prompt cache for a time to live such as {@code 5m} or {@code 1h}.
     */
    public ReplyUsage cacheWrite(String ttl, long tokens) {
        List<CacheWrite> writes = new ArrayList<>(cacheWrites);
        writes.add(new CacheWrite(requireNonNull(ttl, "ttl"), nonNegative("tokens", tokens)));
        return new ReplyUsage(inputTokens, outputTokens, totalTokens + tokens, cacheReadTokens, writes);
    }

    /** Returns this usage with another total, which need not be the sum. */
    public ReplyUsage totalTokens(long tokens) {
        return new ReplyUsage(inputTokens, outputTokens, tokens, cacheReadTokens, cacheWrites);
    }

    /** This usage of input with output, which the total counts too. */
    ReplyUsage output(long tokens) {
        return new ReplyUsage(inputTokens, outputTokens + tokens, totalTokens + tokens, cacheReadTokens, cacheWrites);
    }

    long inputTokens() {
        return inputTokens;
    }

    /** Input with what the prompt cache read and wrote of it. */
    long wholeInput() {
        return inputTokens + cacheReadTokens + cacheWriteTokens();
    }

    private long cacheWriteTokens() {
        return cacheWrites.stream().mapToLong(CacheWrite::tokens).sum();
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("inputTokens", inputTokens);
        json.put("outputTokens", outputTokens);
        json.put("totalTokens", totalTokens);
        if (cacheReadTokens > 0 || !cacheWrites.isEmpty()) {
            json.put("cacheReadInputTokens", cacheReadTokens);
            json.put("cacheWriteInputTokens", cacheWriteTokens());
        }
        if (!cacheWrites.isEmpty()) {
            json.put(
                    "cacheDetails", cacheWrites.stream().map(CacheWrite::toJson).toList());
        }
        return json;
    }

    private static long nonNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
        }
        return value;
    }

    private record CacheWrite(String ttl, long tokens) {
        Map<String, Object> toJson() {
            return Map.of("ttl", ttl, "inputTokens", tokens);
        }
    }
}

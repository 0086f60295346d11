package dev.hybridrouter.api.response;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of one answer. Each count may be unknown, which is not zero. Input counts exclude what was read from or written
 * to the provider's prompt cache. Immutable.
 */
public final class TokenUsage implements JsonWritable {
    private static final long NOT_KNOWN = -1;
    private static final TokenUsage UNKNOWN = builder().build();

    private final long input;
    private final long output;
    private final long cacheRead;
    private final long cacheWrite;
    private final Map<Duration, Long> cacheWriteByTtl;
    private final long reasoning;
    private final boolean estimated;

    private TokenUsage(Builder builder) {
        input = builder.input;
        output = builder.output;
        cacheRead = builder.cacheRead;
        cacheWrite = builder.cacheWrite;
        cacheWriteByTtl = builder.cacheWriteByTtl;
        reasoning = builder.reasoning;
        estimated = builder.estimated;
    }

    /** Returns usage of which nothing is known. */
    public static TokenUsage unknown() {
        return UNKNOWN;
    }

    /** Returns usage with input and output known. */
    public static TokenUsage of(long input, long output) {
        return builder().input(input).output(output).build();
    }

    /** Returns a builder with nothing known. */
    public static Builder builder() {
        return new Builder();
    }

    // No helper shared by the counts: where one is always known, the compiler then makes no object of it.

    /** Input tokens outside the prompt cache. */
    public OptionalLong input() {
        return input == NOT_KNOWN ? OptionalLong.empty() : OptionalLong.of(input);
    }

    /** Output tokens, reasoning included. */
    public OptionalLong output() {
        return output == NOT_KNOWN ? OptionalLong.empty() : OptionalLong.of(output);
    }

    /** Input tokens read from the prompt cache. */
    public OptionalLong cacheRead() {
        return cacheRead == NOT_KNOWN ? OptionalLong.empty() : OptionalLong.of(cacheRead);
    }

    /** Input tokens written to the prompt cache, all times to live together. */
    public OptionalLong cacheWrite() {
        return cacheWrite == NOT_KNOWN ? OptionalLong.empty() : OptionalLong.of(cacheWrite);
    }

    /** Input tokens written to the prompt cache by time to live; empty if the provider does not say. */
    public Map<Duration, Long> cacheWriteByTtl() {
        return cacheWriteByTtl;
    }

    /** Output tokens spent on reasoning. */
    public OptionalLong reasoning() {
        return reasoning == NOT_KNOWN ? OptionalLong.empty() : OptionalLong.of(reasoning);
    }

    /** Whether counts were estimated because the provider never reported them. */
    public boolean estimated() {
        return estimated;
    }

    /**
     * Returns the usage as one JSON object, without prompt or answer text. Names and order of the fields are stable, new ones may be added
     * between them; what is unknown is left out.
     */
    @Override
    public String toJson() {
        JsonObject json = new JsonObject();
        input().ifPresent(count -> json.number("input", count));
        output().ifPresent(count -> json.number("output", count));
        cacheRead().ifPresent(count -> json.number("cache_read", count));
        cacheWrite().ifPresent(count -> json.number("cache_write", count));
        reasoning().ifPresent(count -> json.number("reasoning", count));
        return json.flag("estimated", estimated).end();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenUsage that
                && input == that.input
                && output == that.output
                && cacheRead == that.cacheRead
                && cacheWrite == that.cacheWrite
                && cacheWriteByTtl.equals(that.cacheWriteByTtl)
                && reasoning == that.reasoning
                && estimated == that.estimated;
    }

    @Override
    public int hashCode() {
        return Objects.hash(input, output, cacheRead, cacheWrite, cacheWriteByTtl, reasoning, estimated);
    }

    @Override
    public String toString() {
        return "TokenUsage[input=" + show(input) + ", output=" + show(output) + ", cacheRead=" + show(cacheRead)
                + ", cacheWrite=" + show(cacheWrite) + ", reasoning=" + show(reasoning)
                + (estimated ? ", estimated]" : "]");
    }

    private static String show(long count) {
        return count == NOT_KNOWN ? "?" : Long.toString(count);
    }

    /** Builds {@link TokenUsage}. Not thread-safe. */
    public static final class Builder {
        private long input = NOT_KNOWN;
        private long output = NOT_KNOWN;
        private long cacheRead = NOT_KNOWN;
        private long cacheWrite = NOT_KNOWN;
        private Map<Duration, Long> cacheWriteByTtl = Map.of();
        private long reasoning = NOT_KNOWN;
        private boolean estimated;

        private Builder() {}

        /** Sets input tokens outside the prompt cache, at least 0. */
        public Builder input(long tokens) {
            input = Check.atLeast(0, tokens, "usage.input");
            return this;
        }

        /** Sets output tokens, at least 0. */
        public Builder output(long tokens) {
            output = Check.atLeast(0, tokens, "usage.output");
            return this;
        }

        /** Sets input tokens read from the prompt cache, at least 0. */
        public Builder cacheRead(long tokens) {
            cacheRead = Check.atLeast(0, tokens, "usage.cacheRead");
            return this;
        }

        /** Sets input tokens written to the prompt cache, at least 0. */
        public Builder cacheWrite(long tokens) {
            cacheWrite = Check.atLeast(0, tokens, "usage.cacheWrite");
            return this;
        }

        /** Sets input tokens written to the prompt cache by time to live, each at least 0. */
        public Builder cacheWriteByTtl(Map<Duration, Long> tokens) {
            cacheWriteByTtl = Check.copy(tokens, "usage.cacheWriteByTtl");
            cacheWriteByTtl.forEach((ttl, count) -> Check.atLeast(0, count, "usage.cacheWriteByTtl[" + ttl + "]"));
            return this;
        }

        /** Sets output tokens spent on reasoning, at least 0. */
        public Builder reasoning(long tokens) {
            reasoning = Check.atLeast(0, tokens, "usage.reasoning");
            return this;
        }

        /** Marks the counts as estimated. */
        public Builder estimated() {
            estimated = true;
            return this;
        }

        /** Returns the usage. */
        public TokenUsage build() {
            return new TokenUsage(this);
        }
    }
}

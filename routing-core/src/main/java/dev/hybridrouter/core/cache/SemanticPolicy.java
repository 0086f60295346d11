package dev.hybridrouter.core.cache;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.cache.AnswerComparison;
import dev.hybridrouter.spi.cache.Embedder;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the answer to a similar request may be given: one that is equal in all that can change the answer but the text of the
 * last user message, which is similar by the cosine of the two texts' embeddings. Immutable.
 */
public final class SemanticPolicy {
    private final Embedder embedder;
    private final double threshold;
    private final Duration timeLimit;
    private final int maxCharacters;
    private final int maxEntries;
    private final int maxEntriesPerContext;
    private final @Nullable ErrorLimit errorLimit;

    private SemanticPolicy(Builder builder) {
        embedder = builder.embedder;
        threshold = builder.threshold;
        timeLimit = builder.timeLimit;
        maxCharacters = builder.maxCharacters;
        maxEntries = builder.maxEntries;
        maxEntriesPerContext = Math.min(builder.maxEntriesPerContext, builder.maxEntries);
        errorLimit = builder.errorLimit;
        if (errorLimit == null && !builder.unmeasured) {
            throw Check.invalid(
                    "semantic.errorLimit", "none", "an error limit, or withoutErrorLimit() to serve hits unmeasured");
        }
    }

    /**
     * Returns a builder.
     *
     * @param embedder turns texts into vectors; the host closes it after the router
     * @param threshold how similar two texts must be at least, by cosine, 0 to 1. Depends on the embedding model and the
     *     traffic; there is no default that is right
     */
    public static Builder builder(Embedder embedder, double threshold) {
        return new Builder(embedder, threshold);
    }

    /** Turns texts into vectors. */
    public Embedder embedder() {
        return embedder;
    }

    /** How similar two texts must be at least. A request may ask for more, never for less. */
    public double threshold() {
        return threshold;
    }

    /** The longest to wait for the embedder. */
    public Duration timeLimit() {
        return timeLimit;
    }

    /** The longest text that is embedded, in characters. */
    public int maxCharacters() {
        return maxCharacters;
    }

    /** The most vectors that are kept. */
    public int maxEntries() {
        return maxEntries;
    }

    /** The most vectors that are kept of requests which differ in the last text only. */
    public int maxEntriesPerContext() {
        return maxEntriesPerContext;
    }

    /** The limit of wrong hits; empty if nobody measures them. */
    public Optional<ErrorLimit> errorLimit() {
        return Optional.ofNullable(errorLimit);
    }

    /** Builds {@link SemanticPolicy}. Not thread-safe. */
    public static final class Builder {
        private final Embedder embedder;
        private final double threshold;
        private Duration timeLimit = Duration.ofMillis(500);
        private int maxCharacters = 2_000;
        private int maxEntries = 10_000;
        private int maxEntriesPerContext = 1_000;
        private @Nullable ErrorLimit errorLimit;
        private boolean unmeasured;

        private Builder(Embedder embedder, double threshold) {
            this.embedder = Check.notNull(embedder, "semantic.embedder");
            this.threshold = Check.between(0, 1, threshold, "semantic.threshold");
            Check.atLeast(1, embedder.dimensions(), "semantic.embedder.dimensions");
            Check.name(embedder.model(), "semantic.embedder.model");
        }

        /**
         * Sets the longest to wait for the embedder; 500 ms unless set, and never more than a quarter of the time a request
         * has left. A request that finds nothing waits so much longer for its answer.
         */
        public Builder timeLimit(Duration value) {
            timeLimit = Check.positive(value, "semantic.timeLimit");
            return this;
        }

        /** Sets the longest text that is embedded; 2,000 characters unless set. Longer ones are not looked up. */
        public Builder maxCharacters(int value) {
            maxCharacters = Check.atLeast(1, value, "semantic.maxCharacters");
            return this;
        }

        /**
         * Sets the most vectors that are kept; 10,000 unless set. Each takes four bytes for each dimension, beyond the
         * memory of {@code CachePolicy.maxBytes}: 40 MB at 1,024 dimensions.
         */
        public Builder maxEntries(int value) {
            maxEntries = Check.atLeast(1, value, "semantic.maxEntries");
            return this;
        }

        /**
         * Sets the most vectors that are kept of requests which differ in the last text only, and so the most that one look-up
         * compares; 1,000 unless set.
         */
        public Builder maxEntriesPerContext(int value) {
            maxEntriesPerContext = Check.atLeast(1, value, "semantic.maxEntriesPerContext");
            return this;
        }

        /**
         * Sets a limit of wrong hits with its default settings: see {@link ErrorLimit#of}.
         *
         * @param share of hits that may be wrong, above 0 and below 1
         * @param comparison tells wrong hits from right ones
         */
        public Builder errorLimit(double share, AnswerComparison comparison) {
            return errorLimit(ErrorLimit.of(share, comparison));
        }

        /** Sets the limit of wrong hits, and how they are measured. */
        public Builder errorLimit(ErrorLimit value) {
            errorLimit = Check.notNull(value, "semantic.errorLimit");
            return this;
        }

        /** Serves every hit, though nobody measures how many are wrong. */
        public Builder withoutErrorLimit() {
            unmeasured = true;
            return this;
        }

        /**
         * Returns the policy.
         *
         * @throws IllegalArgumentException if nothing is said about wrong hits
         */
        public SemanticPolicy build() {
            return new SemanticPolicy(this);
        }
    }
}

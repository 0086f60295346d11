package dev.hybridrouter.spi.cache;

import dev.hybridrouter.api.internal.Check;
import java.util.OptionalLong;

/** The vector of a text, and what was billed for it. Immutable; {@code toString} tells the size only. */
public final class Embedding {
    private static final long UNKNOWN = -1;

    private final float[] vector;
    private final long tokens;

    private Embedding(float[] vector, long tokens) {
        this.vector = Check.notNull(vector, "embedding.vector").clone();
        this.tokens = tokens;
    }

    /** Returns an embedding of which nobody knows how many tokens were billed. */
    public static Embedding of(float[] vector) {
        return new Embedding(vector, UNKNOWN);
    }

    /**
     * Returns an embedding.
     *
     * @param vector copied; need not be normalised
     * @param tokens how many tokens of text were billed, zero or more
     */
    public static Embedding of(float[] vector, long tokens) {
        return new Embedding(vector, Check.atLeast(0, tokens, "embedding.tokens"));
    }

    /** The vector, a copy. */
    public float[] vector() {
        return vector.clone();
    }

    /** How many tokens of text were billed; empty if unknown. */
    public OptionalLong tokens() {
        return tokens == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(tokens);
    }

    @Override
    public String toString() {
        return "Embedding[" + vector.length + " dimensions]";
    }
}

package dev.hybridrouter.core.budget;

import dev.hybridrouter.api.internal.Check;

/** A step down, taken while a budget runs out. Immutable. */
public sealed interface Degrade {
    /** Returns the step that asks cheaper targets first, before the router's strategies decide. */
    static Degrade preferCheaper() {
        return new PreferCheaper();
    }

    /** Returns the step that limits answers to so many tokens, at least 1. */
    static Degrade capOutput(int maxTokens) {
        return new CapOutput(maxTokens);
    }

    /** Returns the step that sends nothing any more; what is cached may still be answered. */
    static Degrade cacheOnly() {
        return new CacheOnly();
    }

    /** Cheaper targets first. */
    record PreferCheaper() implements Degrade {}

    /**
     * Shorter answers.
     *
     * @param maxTokens the most output tokens
     */
    record CapOutput(int maxTokens) implements Degrade {
        /** Checks the number. */
        public CapOutput {
            Check.atLeast(1, maxTokens, "degrade.maxTokens");
        }
    }

    /** Nothing is sent. */
    record CacheOnly() implements Degrade {}
}

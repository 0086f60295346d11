package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.time.Duration;

/**
 * What it is worth to send a prompt where its beginning is cached already, and how long that is believed. Immutable.
 *
 * <p>Given to the router it makes the router remember what the targets' prompt caches hold; given to
 * {@code Strategies.affinity} it makes the router prefer those targets.
 */
public final class AffinityPolicy {
    private static final AffinityPolicy DEFAULTS = new Builder().build();

    private final Money secondOfWaiting;
    private final int parallelCalls;
    private final Duration ttl;
    private final long minimumTokens;
    private final long maxPrefixes;

    private AffinityPolicy(Builder builder) {
        secondOfWaiting = builder.secondOfWaiting;
        parallelCalls = builder.parallelCalls;
        ttl = builder.ttl;
        minimumTokens = builder.minimumTokens;
        maxPrefixes = builder.maxPrefixes;
    }

    /** Returns the policy with all defaults. */
    public static AffinityPolicy defaults() {
        return DEFAULTS;
    }

    /** Returns a builder with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** What a second of a caller's time is worth, $0.001 ($3.60 an hour) by default. */
    public Money secondOfWaiting() {
        return secondOfWaiting;
    }

    /** How many calls a target is believed to serve at once before others wait, 16 by default. */
    public int parallelCalls() {
        return parallelCalls;
    }

    /**
     * How long a prompt is believed to stay cached after its last use, where the provider does not tell; 5 min by
     * default, the shorter of the times that Bedrock offers.
     */
    public Duration ttl() {
        return ttl;
    }

    /**
     * Shortest prefix in tokens that counts as cached, 1,024 by default: the least that Bedrock caches for any model
     * (Amazon Bedrock user guide, as of November 2026).
     */
    public long minimumTokens() {
        return minimumTokens;
    }

    /** How many prefixes are remembered at most, 100,000 by default; one takes about 150 bytes. */
    public long maxPrefixes() {
        return maxPrefixes;
    }

    @Override
    public String toString() {
        return "AffinityPolicy[secondOfWaiting=" + secondOfWaiting + ", parallelCalls=" + parallelCalls + ", ttl=" + ttl
                + ", minimumTokens=" + minimumTokens + ", maxPrefixes=" + maxPrefixes + "]";
    }

    /** Builds {@link AffinityPolicy}. Not thread-safe. */
    public static final class Builder {
        private Money secondOfWaiting = Money.usd("0.001");
        private int parallelCalls = 16;
        private Duration ttl = Duration.ofMinutes(5);
        private long minimumTokens = 1_024;
        private long maxPrefixes = 100_000;

        private Builder() {}

        /** Sets what a second of a caller's time is worth, at least zero; zero never leaves a cached prompt for a queue. */
        public Builder secondOfWaiting(Money value) {
            Check.atLeast(0, Check.notNull(value, "affinity.secondOfWaiting").nanoUsd(), "affinity.secondOfWaiting");
            secondOfWaiting = value;
            return this;
        }

        /** Sets how many calls a target serves at once before others wait, at least 1. */
        public Builder parallelCalls(int value) {
            parallelCalls = Check.atLeast(1, value, "affinity.parallelCalls");
            return this;
        }

        /** Sets how long a prompt is believed to stay cached after its last use. */
        public Builder ttl(Duration value) {
            ttl = Check.positive(value, "affinity.ttl");
            return this;
        }

        /** Sets the shortest prefix in tokens that counts as cached, at least 0. */
        public Builder minimumTokens(long value) {
            minimumTokens = Check.atLeast(0, value, "affinity.minimumTokens");
            return this;
        }

        /** Sets how many prefixes are remembered at most, at least 1. */
        public Builder maxPrefixes(long value) {
            maxPrefixes = Check.atLeast(1, value, "affinity.maxPrefixes");
            return this;
        }

        /** Returns the policy. */
        public AffinityPolicy build() {
            return new AffinityPolicy(this);
        }
    }
}

package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where the adapter asks Bedrock to cache prompts. It places a cache point at the end of each of these parts, at most the four
 * that Bedrock takes, for targets that declare {@code Capability.PROMPT_CACHING}, and none
 *
 * <ul>
 *   <li>in a request that has cache points of its own: its caller knows better,
 *   <li>for models that take none, or none in that place: see {@link BedrockFeature#CACHE_POINTS},
 *   <li>right behind reasoning or a document other than a PDF, which Bedrock refuses: it then stands before them,
 *   <li>where the prompt up to there is estimated to be shorter than the model caches, because Bedrock would ignore it,
 *   <li>where Bedrock would keep the prompt longer than the request allows.
 * </ul>
 *
 * <p>Writing to the cache costs a quarter more than input, for an hour twice as much, reading a tenth: a second request in
 * time pays for both. The facts on models are of the Amazon Bedrock user guide, as of November 2026. Immutable.
 */
public final class PromptCachePolicy {
    static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    static final Duration ONE_HOUR = Duration.ofHours(1);
    private static final PromptCachePolicy DEFAULTS = new Builder().build();

    private final Set<Place> places;
    private final Duration stableTtl;
    private final Duration turnsTtl;
    private final Map<String, Integer> minimums;

    private PromptCachePolicy(Builder builder) {
        places = Collections.unmodifiableSet(EnumSet.copyOf(builder.places));
        stableTtl = builder.stableTtl;
        turnsTtl = builder.turnsTtl;
        minimums = Map.copyOf(builder.minimums);
    }

    /** Parts of a prompt, in the order in which Bedrock caches them. */
    public enum Place {
        /** The tools; only Claude models cache them by themselves. */
        TOOLS,
        /** The system text. */
        SYSTEM,
        /** The conversation up to the user's turn before the newest: what the last request wrote is read there. */
        EARLIER_TURNS,
        /**
         * The conversation up to the user's newest turn, for the next request to read; only where the model has answered
         * before, because a single question may be all there is.
         */
        NEWEST_TURN
    }

    /** Returns the policy with all defaults. */
    public static PromptCachePolicy defaults() {
        return DEFAULTS;
    }

    /** Returns a builder with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where cache points are placed; everywhere by default. */
    public Set<Place> places() {
        return places;
    }

    /** How long tools and system text are to be kept, 5 min by default. */
    public Duration stableTtl() {
        return stableTtl;
    }

    /** How long turns of a conversation are to be kept, 5 min by default. */
    public Duration turnsTtl() {
        return turnsTtl;
    }

    Duration ttl(Place place) {
        return place == Place.TOOLS || place == Place.SYSTEM ? stableTtl : turnsTtl;
    }

    /** The shortest prefix in tokens that a model caches: what the host says, or else what the adapter knows. */
    int minimumTokens(String id, BedrockModel model) {
        return Families.longest(id, minimums).orElse(model.minimumCachedTokens());
    }

    @Override
    public String toString() {
        return "PromptCachePolicy[places=" + places + ", stableTtl=" + stableTtl + ", turnsTtl=" + turnsTtl
                + ", minimumTokens=" + minimums + "]";
    }

    /** Builds {@link PromptCachePolicy}. Not thread-safe. */
    public static final class Builder {
        private Set<Place> places = EnumSet.allOf(Place.class);
        private Duration stableTtl = FIVE_MINUTES;
        private Duration turnsTtl = FIVE_MINUTES;
        private final Map<String, Integer> minimums = new HashMap<>();

        private Builder() {}

        /** Sets where cache points are placed, at least one place. */
        public Builder places(Place... values) {
            places = EnumSet.copyOf(
                    Check.notEmpty(Arrays.asList(Check.notNull(values, "promptCache.places")), "promptCache.places"));
            return this;
        }

        /**
         * Sets how long tools and system text are to be kept: 5 min or 1 h. Models that cannot keep them for an hour, all
         * but Claude 4.5, keep them for 5 min.
         */
        public Builder stableTtl(Duration value) {
            stableTtl = ttl(value, "promptCache.stableTtl");
            return this;
        }

        /** Sets how long turns of a conversation are to be kept: 5 min or 1 h, not longer than tools and system text. */
        public Builder turnsTtl(Duration value) {
            turnsTtl = ttl(value, "promptCache.turnsTtl");
            return this;
        }

        private static Duration ttl(Duration value, String field) {
            if (!Check.notNull(value, field).equals(FIVE_MINUTES) && !value.equals(ONE_HOUR)) {
                throw Check.invalid(field, value, "PT5M or PT1H");
            }
            return value;
        }

        /**
         * Sets the shortest prefix in tokens that a model caches, at least 1, for models the adapter does not know and for
         * profiles whose name does not tell the model. Models that are neither known nor set here count as 1,024.
         *
         * @param model the target's model, or what it begins with once the geographic prefix is taken off; of several that
         *     fit, the longest counts
         */
        public Builder minimumTokens(String model, int tokens) {
            minimums.put(
                    Check.notBlank(model, "promptCache.model"), Check.atLeast(1, tokens, "promptCache.minimumTokens"));
            return this;
        }

        /**
         * Returns the policy.
         *
         * @throws IllegalArgumentException if turns are to be kept longer than what comes before them, which Bedrock refuses
         */
        public PromptCachePolicy build() {
            if (turnsTtl.compareTo(stableTtl) > 0) {
                throw Check.invalid("promptCache.turnsTtl", turnsTtl, "at most stableTtl, " + stableTtl);
            }
            return new PromptCachePolicy(this);
        }
    }
}

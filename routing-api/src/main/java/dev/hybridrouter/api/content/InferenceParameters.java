package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Parameters of generation. What is not set is left to the model's own default. Immutable. */
public final class InferenceParameters {
    private static final InferenceParameters DEFAULTS = builder().build();

    private final @Nullable Integer maxTokens;
    private final @Nullable Double temperature;
    private final @Nullable Double topP;
    private final List<String> stopSequences;

    private InferenceParameters(Builder builder) {
        maxTokens = builder.maxTokens;
        temperature = builder.temperature;
        topP = builder.topP;
        stopSequences = builder.stopSequences;
    }

    /** Returns parameters with nothing set. */
    public static InferenceParameters defaults() {
        return DEFAULTS;
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Most output tokens; unset means the model's maximum, which on Bedrock holds that much quota. */
    public OptionalInt maxTokens() {
        return maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens);
    }

    /** Sampling temperature, 0 to 1. */
    public OptionalDouble temperature() {
        return temperature == null ? OptionalDouble.empty() : OptionalDouble.of(temperature);
    }

    /** Nucleus sampling share, 0 to 1. */
    public OptionalDouble topP() {
        return topP == null ? OptionalDouble.empty() : OptionalDouble.of(topP);
    }

    /** Texts that end generation; empty by default. */
    public List<String> stopSequences() {
        return stopSequences;
    }

    /** Returns a builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxTokens = maxTokens;
        builder.temperature = temperature;
        builder.topP = topP;
        builder.stopSequences = stopSequences;
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InferenceParameters that
                && Objects.equals(maxTokens, that.maxTokens)
                && Objects.equals(temperature, that.temperature)
                && Objects.equals(topP, that.topP)
                && stopSequences.equals(that.stopSequences);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maxTokens, temperature, topP, stopSequences);
    }

    @Override
    public String toString() {
        return "InferenceParameters[maxTokens=" + maxTokens + ", temperature=" + temperature + ", topP=" + topP
                + ", stopSequences=" + stopSequences.size() + "]";
    }

    /** Builds {@link InferenceParameters}. Not thread-safe. */
    public static final class Builder {
        private @Nullable Integer maxTokens;
        private @Nullable Double temperature;
        private @Nullable Double topP;
        private List<String> stopSequences = List.of();

        private Builder() {}

        /** Sets the most output tokens, at least 1. */
        public Builder maxTokens(int value) {
            maxTokens = Check.atLeast(1, value, "maxTokens");
            return this;
        }

        /** Sets the sampling temperature, 0 to 1. */
        public Builder temperature(double value) {
            temperature = Check.between(0, 1, value, "temperature");
            return this;
        }

        /** Sets the nucleus sampling share, 0 to 1. */
        public Builder topP(double value) {
            topP = Check.between(0, 1, value, "topP");
            return this;
        }

        /** Sets the texts that end generation. */
        public Builder stopSequences(List<String> values) {
            stopSequences = Check.copy(values, "stopSequences");
            return this;
        }

        /** Returns the parameters. */
        public InferenceParameters build() {
            return new InferenceParameters(this);
        }
    }
}

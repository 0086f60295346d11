package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.target.Handling;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Bedrock understands beyond the model-neutral request. Nothing is set unless said; values the service does not
 * know are refused by the service, so that values it will learn need no new release. Immutable.
 */
public final class BedrockOptions implements ProviderOptions {
    /** Source: service model, ConverseRequestAdditionalModelResponseFieldPathsList. */
    private static final int MOST_RESPONSE_FIELDS = 10;

    private static final int LONGEST_RESPONSE_FIELD = 256;

    private final @Nullable Guardrail guardrail;
    private final Map<String, String> requestMetadata;
    private final @Nullable String serviceTier;
    private final @Nullable String latencyMode;
    private final @Nullable String effort;
    private final @Nullable Json additionalRequestFields;
    private final List<String> additionalResponseFields;
    private final Map<String, String> promptVariables;

    private BedrockOptions(Builder builder) {
        guardrail = builder.guardrail;
        requestMetadata = builder.requestMetadata;
        serviceTier = builder.serviceTier;
        latencyMode = builder.latencyMode;
        effort = builder.effort;
        additionalRequestFields = builder.additionalRequestFields;
        additionalResponseFields = builder.additionalResponseFields;
        promptVariables = builder.promptVariables;
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** The guardrail that looks at request and answer. */
    public Optional<Guardrail> guardrail() {
        return Optional.ofNullable(guardrail);
    }

    /** Pairs that the service writes to its invocation log. */
    public Map<String, String> requestMetadata() {
        return requestMetadata;
    }

    /** Service tier, such as {@code default}, {@code priority} or {@code flex}. */
    public Optional<String> serviceTier() {
        return Optional.ofNullable(serviceTier);
    }

    /** Latency mode of the performance configuration, such as {@code standard} or {@code optimized}. */
    public Optional<String> latencyMode() {
        return Optional.ofNullable(latencyMode);
    }

    /** How much effort the model should make, where it has such a setting. */
    public Optional<String> effort() {
        return Optional.ofNullable(effort);
    }

    /** Fields of the model's own request format, such as a thinking budget. */
    public Optional<Json> additionalRequestFields() {
        return Optional.ofNullable(additionalRequestFields);
    }

    /** JSON pointers to fields of the model's own answer that {@link BedrockMetadata} should bring. */
    public List<String> additionalResponseFields() {
        return additionalResponseFields;
    }

    /** Values of the variables of a managed prompt. */
    public Map<String, String> promptVariables() {
        return promptVariables;
    }

    @Override
    public Optional<List<String>> canonicalForm() {
        return Optional.of(OptionsForm.of(this));
    }

    /** {@inheritDoc} That of the guardrail, if there is one. */
    @Override
    public Optional<Handling> handling() {
        return guardrail().map(Guardrail::handling);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BedrockOptions that
                && Objects.equals(guardrail, that.guardrail)
                && requestMetadata.equals(that.requestMetadata)
                && Objects.equals(serviceTier, that.serviceTier)
                && Objects.equals(latencyMode, that.latencyMode)
                && Objects.equals(effort, that.effort)
                && Objects.equals(additionalRequestFields, that.additionalRequestFields)
                && additionalResponseFields.equals(that.additionalResponseFields)
                && promptVariables.equals(that.promptVariables);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                guardrail,
                requestMetadata,
                serviceTier,
                latencyMode,
                effort,
                additionalRequestFields,
                additionalResponseFields,
                promptVariables);
    }

    @Override
    public String toString() {
        return "BedrockOptions[guardrail=" + guardrail + ", serviceTier=" + serviceTier + ", latencyMode=" + latencyMode
                + ", effort=" + effort + "]";
    }

    /**
     * A guardrail.
     *
     * @param identifier id or ARN
     * @param version version number or {@code DRAFT}
     * @param trace whether its findings are reported in {@link BedrockMetadata}
     * @param streaming whether a streamed answer waits for the guardrail
     * @param handling how it handles what it inspects; its cross-region profile, if it has one, may take that to other regions
     */
    public record Guardrail(String identifier, String version, Trace trace, Streaming streaming, Handling handling) {
        /** Whether findings are reported. */
        public enum Trace {
            /** They are not. */
            DISABLED,
            /** Those that led to an intervention are. */
            ENABLED,
            /** All are. */
            ENABLED_FULL
        }

        /** How a guardrail treats a streamed answer. */
        public enum Streaming {
            /** Each piece is held back until it has been looked at. */
            SYNC,
            /** Pieces are sent at once and looked at afterwards. */
            ASYNC
        }

        /** Checks the identifiers. */
        public Guardrail {
            Check.notBlank(identifier, "guardrail.identifier");
            Check.notBlank(version, "guardrail.version");
            Check.notNull(trace, "guardrail.trace");
            Check.notNull(streaming, "guardrail.streaming");
            Check.notNull(handling, "guardrail.handling");
        }

        /**
         * Returns a guardrail that reports nothing and holds streamed pieces back until it has looked at them. Its handling is
         * unknown: a request that requires residency, retention, or sharing is rejected unless {@link #handledAs} states it.
         */
        public static Guardrail of(String identifier, String version) {
            return new Guardrail(identifier, version, Trace.DISABLED, Streaming.SYNC, Handling.unknown());
        }

        /** Returns the same guardrail with a statement of how it handles what it inspects. */
        public Guardrail handledAs(Handling value) {
            return new Guardrail(identifier, version, trace, streaming, value);
        }
    }

    /** Builds {@link BedrockOptions}. Not thread-safe. */
    public static final class Builder {
        private @Nullable Guardrail guardrail;
        private Map<String, String> requestMetadata = Map.of();
        private @Nullable String serviceTier;
        private @Nullable String latencyMode;
        private @Nullable String effort;
        private @Nullable Json additionalRequestFields;
        private List<String> additionalResponseFields = List.of();
        private Map<String, String> promptVariables = Map.of();

        private Builder() {}

        /** Sets the guardrail. */
        public Builder guardrail(Guardrail value) {
            guardrail = Check.notNull(value, "options.guardrail");
            return this;
        }

        /**
         * Sets the pairs for the invocation log, at most 16, or 13 beside a {@link CostAttribution}, which leaves out those
         * that find no room; they are no place for personal data.
         *
         * @param values names of 1 to 256 and values of up to 256 characters out of letters and digits of ASCII, white space
         *     and {@code : _ @ $ # = / + , - .}
         * @throws IllegalArgumentException if the service would refuse a pair
         */
        public Builder requestMetadata(Map<String, String> values) {
            requestMetadata = MetadataRule.checked(values, "options.requestMetadata");
            return this;
        }

        /** Sets the service tier. */
        public Builder serviceTier(String value) {
            serviceTier = Check.notBlank(value, "options.serviceTier");
            return this;
        }

        /** Sets the latency mode of the performance configuration. */
        public Builder latencyMode(String value) {
            latencyMode = Check.notBlank(value, "options.latencyMode");
            return this;
        }

        /** Sets how much effort the model should make. */
        public Builder effort(String value) {
            effort = Check.notBlank(value, "options.effort");
            return this;
        }

        /** Sets fields of the model's own request format. */
        public Builder additionalRequestFields(Json value) {
            additionalRequestFields = Check.notNull(value, "options.additionalRequestFields");
            return this;
        }

        /** Sets the JSON pointers to fields of the model's own answer, at most 10 of at most 256 characters. */
        public Builder additionalResponseFields(List<String> pointers) {
            List<String> copy = Check.copy(pointers, "options.additionalResponseFields");
            if (copy.size() > MOST_RESPONSE_FIELDS) {
                throw Check.invalid(
                        "options.additionalResponseFields",
                        copy.size() + " pointers",
                        "at most " + MOST_RESPONSE_FIELDS);
            }
            for (String pointer : copy) {
                if (!pointer.startsWith("/") || pointer.length() > LONGEST_RESPONSE_FIELD) {
                    throw Check.invalid(
                            "options.additionalResponseFields",
                            '"' + pointer + '"',
                            "a JSON pointer such as /stop_sequence of at most " + LONGEST_RESPONSE_FIELD
                                    + " characters");
                }
            }
            additionalResponseFields = copy;
            return this;
        }

        /** Sets the values of the variables of a managed prompt. */
        public Builder promptVariables(Map<String, String> values) {
            promptVariables = Check.copy(values, "options.promptVariables");
            return this;
        }

        /** Returns the options. */
        public BedrockOptions build() {
            return new BedrockOptions(this);
        }
    }
}

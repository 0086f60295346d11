package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.response.ProviderMetadata;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailTraceAssessment;

/** What Bedrock tells of an answer beyond the answer. Immutable. */
public final class BedrockMetadata implements ProviderMetadata {
    private final @Nullable String requestId;
    private final @Nullable Duration latency;
    private final @Nullable String serviceTier;
    private final @Nullable String latencyMode;
    private final @Nullable String invokedModel;
    private final @Nullable GuardrailTraceAssessment guardrailTrace;
    private final @Nullable Json additionalFields;
    private final int unmappedBlocks;

    private BedrockMetadata(Builder builder) {
        requestId = builder.requestId;
        latency = builder.latency;
        serviceTier = builder.serviceTier;
        latencyMode = builder.latencyMode;
        invokedModel = builder.invokedModel;
        guardrailTrace = builder.guardrailTrace;
        additionalFields = builder.additionalFields;
        unmappedBlocks = builder.unmappedBlocks;
    }

    /** The service's request id, for its support. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** How long the service took, by its own account. */
    public Optional<Duration> latency() {
        return Optional.ofNullable(latency);
    }

    /** The service tier that served the request, which need not be the one asked for. */
    public Optional<String> serviceTier() {
        return Optional.ofNullable(serviceTier);
    }

    /** The latency mode that served the request, which need not be the one asked for. */
    public Optional<String> latencyMode() {
        return Optional.ofNullable(latencyMode);
    }

    /** The model that a prompt router chose. */
    public Optional<String> invokedModel() {
        return Optional.ofNullable(invokedModel);
    }

    /** What the guardrail found, if its trace was enabled. It quotes request and answer. */
    public Optional<GuardrailTraceAssessment> guardrailTrace() {
        return Optional.ofNullable(guardrailTrace);
    }

    /** The fields of the model's own answer that were asked for. */
    public Optional<Json> additionalFields() {
        return Optional.ofNullable(additionalFields);
    }

    /** Number of content blocks that the library has no type for and that were left out. */
    public int unmappedBlocks() {
        return unmappedBlocks;
    }

    @Override
    public String toString() {
        return "BedrockMetadata[requestId=" + requestId + ", latency=" + latency + ", serviceTier=" + serviceTier
                + ", latencyMode=" + latencyMode + ", unmappedBlocks=" + unmappedBlocks + "]";
    }

    /** Collects what arrives, in pieces where it is streamed; null means not told. */
    static final class Builder {
        private @Nullable String requestId;
        private @Nullable Duration latency;
        private @Nullable String serviceTier;
        private @Nullable String latencyMode;
        private @Nullable String invokedModel;
        private @Nullable GuardrailTraceAssessment guardrailTrace;
        private @Nullable Json additionalFields;
        private int unmappedBlocks;

        Builder requestId(@Nullable String value) {
            requestId = value;
            return this;
        }

        Builder latencyMillis(@Nullable Long value) {
            latency = value == null ? null : Duration.ofMillis(value);
            return this;
        }

        Builder serviceTier(@Nullable String value) {
            serviceTier = value;
            return this;
        }

        Builder latencyMode(@Nullable String value) {
            latencyMode = value;
            return this;
        }

        Builder invokedModel(@Nullable String value) {
            invokedModel = value;
            return this;
        }

        Builder guardrailTrace(@Nullable GuardrailTraceAssessment value) {
            guardrailTrace = value;
            return this;
        }

        Builder additionalFields(@Nullable Json value) {
            additionalFields = value;
            return this;
        }

        Builder unmappedBlock() {
            unmappedBlocks++;
            return this;
        }

        BedrockMetadata build() {
            return new BedrockMetadata(this);
        }
    }
}

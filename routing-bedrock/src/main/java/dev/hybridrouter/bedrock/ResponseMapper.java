package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseTrace;
import software.amazon.awssdk.services.bedrockruntime.model.PerformanceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceTier;

/** Maps the answer of Converse. */
final class ResponseMapper {
    private ResponseMapper() {}

    static ModelResponse toResponse(ConverseResponse response) {
        BedrockMetadata.Builder metadata = metadata(response);
        return ModelResponse.builder(content(response, metadata), stopReason(response.stopReasonAsString()))
                .usage(UsageMapper.toUsage(response.usage()))
                .metadata(metadata.build())
                .build();
    }

    static StopReason stopReason(@Nullable String reason) {
        return reason == null || reason.isBlank() ? StopReason.UNKNOWN : new StopReason(reason);
    }

    static @Nullable Json additionalFields(@Nullable Document fields) {
        return fields == null || !fields.isMap() ? null : DocumentJson.toJson(fields);
    }

    static @Nullable String tier(@Nullable ServiceTier tier) {
        return tier == null ? null : tier.typeAsString();
    }

    static @Nullable String latencyMode(@Nullable PerformanceConfiguration performance) {
        return performance == null ? null : performance.latencyAsString();
    }

    private static List<Content> content(ConverseResponse response, BedrockMetadata.Builder metadata) {
        if (response.output() == null || response.output().message() == null) {
            return List.of();
        }
        List<ContentBlock> blocks = response.output().message().content();
        List<Content> content = new ArrayList<>(blocks.size());
        for (ContentBlock block : blocks) {
            Content known = BlockReader.toContent(block);
            if (known == null) {
                metadata.unmappedBlock();
            } else {
                content.add(known);
            }
        }
        return content;
    }

    private static BedrockMetadata.Builder metadata(ConverseResponse response) {
        BedrockMetadata.Builder metadata = new BedrockMetadata.Builder()
                .requestId(response.responseMetadata().requestId())
                .serviceTier(tier(response.serviceTier()))
                .latencyMode(latencyMode(response.performanceConfig()))
                .additionalFields(additionalFields(response.additionalModelResponseFields()));
        if (response.metrics() != null) {
            metadata.latencyMillis(response.metrics().latencyMs());
        }
        ConverseTrace trace = response.trace();
        if (trace != null) {
            metadata.guardrailTrace(trace.guardrail());
            if (trace.promptRouter() != null) {
                metadata.invokedModel(trace.promptRouter().invokedModelId());
            }
        }
        return metadata;
    }
}

package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseTrace;
import software.amazon.awssdk.services.bedrockruntime.model.PerformanceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceTier;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/** Maps the answer of Converse. */
final class ResponseMapper {
    private ResponseMapper() {}

    static ModelResponse toResponse(ConverseResponse response) {
        BedrockMetadata.Builder metadata = metadata(response);
        StopReason said = StopReasons.of(response.stopReasonAsString());
        List<Content> content = content(response, said, metadata);
        boolean usesTools = content.stream().anyMatch(Content.ToolUse.class::isInstance);
        return ModelResponse.builder(content, StopReasons.following(said, usesTools))
                .usage(UsageMapper.toUsage(response.usage()))
                .metadata(metadata.build())
                .build();
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

    private static List<Content> content(
            ConverseResponse response, StopReason reason, BedrockMetadata.Builder metadata) {
        if (response.output() == null || response.output().message() == null) {
            return List.of();
        }
        List<ContentBlock> blocks = response.output().message().content();
        List<Content> content = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            ContentBlock block = blocks.get(i);
            if (block.type() == ContentBlock.Type.TOOL_USE
                    && BlockReader.isForCaller(block.toolUse().type())) {
                toolUse(block.toolUse(), i == blocks.size() - 1, reason).ifPresent(content::add);
                continue;
            }
            Content known = BlockReader.toContent(block);
            if (known == null) {
                metadata.unmappedBlock();
            } else {
                content.add(known);
            }
        }
        return content;
    }

    /** Empty if the answer was cut in this tool use. */
    private static Optional<Content> toolUse(ToolUseBlock block, boolean last, StopReason reason) {
        ToolInput input = ToolInput.of(block.input());
        Json read = input.read();
        boolean whole = StopReasons.isWhole(reason);
        if (read == null && whole) {
            throw StopReasons.cutToolUse();
        }
        boolean cut = last && input.isBlank() && !whole;
        return read == null || cut
                ? Optional.empty()
                : Optional.of(new Content.ToolUse(block.toolUseId(), block.name(), read));
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

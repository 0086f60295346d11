package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.bedrock.PromptCachePolicy.Place;
import dev.hybridrouter.spi.ProviderException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.AnyToolChoice;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensInput;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailStreamConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.OutputConfig;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormat;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormatType;
import software.amazon.awssdk.services.bedrockruntime.model.PromptVariableValues;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;

/** Maps a request to the service's Converse, ConverseStream and CountTokens requests. Sends only what was set. */
final class RequestMapper {
    private RequestMapper() {}

    /**
     * Maps a call.
     *
     * @param metadata the pairs for the invocation log
     * @param caching where cache points are placed; null if only where the request has them
     */
    static ConverseRequest toConverse(
            RouteRequest request, Target target, Map<String, String> metadata, @Nullable PromptCachePolicy caching) {
        ConverseRequest.Builder converse = ConverseRequest.builder().modelId(target.model());
        ContentMapper content = new ContentMapper(target.capabilities().contains(Capability.PROMPT_CACHING));
        CachePoints points = CachePoints.of(caching, request, target);
        if (!request.system().isEmpty()) {
            converse.system(system(request, content, points));
        }
        converse.messages(points.mark(MessageMapper.toMessages(request.messages(), content)));
        addParameters(converse, request.parameters());
        if (!request.tools().isEmpty()) {
            converse.toolConfig(tools(request, points));
        }
        BedrockOptions options = request.options(BedrockOptions.class).orElse(null);
        if (options != null) {
            addOptions(converse, options);
        }
        if (!metadata.isEmpty()) {
            converse.requestMetadata(metadata);
        }
        addOutput(
                converse,
                request.responseFormat(),
                options == null ? "" : options.effort().orElse(""));
        return converse.build();
    }

    /** The same request for a streamed answer. */
    static ConverseStreamRequest toConverseStream(
            RouteRequest request, Target target, Map<String, String> metadata, @Nullable PromptCachePolicy caching) {
        ConverseRequest converse = toConverse(request, target, metadata, caching);
        ConverseStreamRequest.Builder stream = ConverseStreamRequest.builder()
                .modelId(converse.modelId())
                .messages(converse.messages())
                .inferenceConfig(converse.inferenceConfig())
                .toolConfig(converse.toolConfig())
                .additionalModelRequestFields(converse.additionalModelRequestFields())
                .performanceConfig(converse.performanceConfig())
                .serviceTier(converse.serviceTier())
                .outputConfig(converse.outputConfig());
        if (converse.hasSystem()) {
            stream.system(converse.system());
        }
        if (converse.hasRequestMetadata()) {
            stream.requestMetadata(converse.requestMetadata());
        }
        if (converse.hasPromptVariables()) {
            stream.promptVariables(converse.promptVariables());
        }
        if (converse.hasAdditionalModelResponseFieldPaths()) {
            stream.additionalModelResponseFieldPaths(converse.additionalModelResponseFieldPaths());
        }
        request.options(BedrockOptions.class)
                .flatMap(BedrockOptions::guardrail)
                .ifPresent(guardrail -> stream.guardrailConfig(streamGuardrail(guardrail)));
        return stream.build();
    }

    /** What the service counts of the same request. Only foundation models have counts, not the profiles that lead there. */
    static CountTokensRequest toCountTokens(RouteRequest request, Target target) {
        String model = BilledModels.of(target).model();
        if (ModelArn.resource(model).isPresent()) {
            throw new ProviderException(
                    FailureKind.MODEL_NOT_FOUND, "tokens are counted for foundation models only, not for this ARN");
        }
        ConverseRequest converse = toConverse(request, target, Map.of(), null);
        ConverseTokensRequest.Builder counted = ConverseTokensRequest.builder()
                .messages(converse.messages())
                .toolConfig(converse.toolConfig())
                .additionalModelRequestFields(converse.additionalModelRequestFields());
        if (converse.hasSystem()) {
            counted.system(converse.system());
        }
        return CountTokensRequest.builder()
                .modelId(model)
                .input(CountTokensInput.fromConverse(counted.build()))
                .build();
    }

    private static void addParameters(ConverseRequest.Builder converse, InferenceParameters parameters) {
        if (parameters.equals(InferenceParameters.defaults())) {
            return;
        }
        InferenceConfiguration.Builder config = InferenceConfiguration.builder();
        parameters.maxTokens().ifPresent(config::maxTokens);
        parameters.temperature().ifPresent(value -> config.temperature((float) value));
        parameters.topP().ifPresent(value -> config.topP((float) value));
        if (!parameters.stopSequences().isEmpty()) {
            config.stopSequences(parameters.stopSequences());
        }
        converse.inferenceConfig(config.build());
    }

    private static List<SystemContentBlock> system(RouteRequest request, ContentMapper content, CachePoints points) {
        List<SystemContentBlock> blocks = content.toSystem(request.system());
        CachePointBlock point = points.at(Place.SYSTEM);
        if (point != null) {
            blocks.add(SystemContentBlock.fromCachePoint(point));
        }
        return blocks;
    }

    private static ToolConfiguration tools(RouteRequest request, CachePoints points) {
        List<software.amazon.awssdk.services.bedrockruntime.model.Tool> all = new ArrayList<>();
        request.tools().forEach(tool -> all.add(tool(tool)));
        CachePointBlock point = points.at(Place.TOOLS);
        if (point != null) {
            all.add(software.amazon.awssdk.services.bedrockruntime.model.Tool.fromCachePoint(point));
        }
        ToolConfiguration.Builder tools = ToolConfiguration.builder().tools(all);
        // Auto is what the service does without a choice, and some models know no choice at all.
        if (!(request.toolChoice() instanceof ToolChoice.Auto)) {
            tools.toolChoice(toolChoice(request.toolChoice()));
        }
        return tools.build();
    }

    private static software.amazon.awssdk.services.bedrockruntime.model.Tool tool(Tool tool) {
        return software.amazon.awssdk.services.bedrockruntime.model.Tool.fromToolSpec(specification -> {
            specification
                    .name(tool.name())
                    .inputSchema(ToolInputSchema.fromJson(DocumentJson.toDocument(tool.inputSchema())));
            if (!tool.description().isBlank()) {
                specification.description(tool.description());
            }
        });
    }

    private static software.amazon.awssdk.services.bedrockruntime.model.ToolChoice toolChoice(ToolChoice choice) {
        if (choice instanceof ToolChoice.Named named) {
            return software.amazon.awssdk.services.bedrockruntime.model.ToolChoice.fromTool(
                    tool -> tool.name(named.tool()));
        }
        return software.amazon.awssdk.services.bedrockruntime.model.ToolChoice.fromAny(
                AnyToolChoice.builder().build());
    }

    private static void addOutput(ConverseRequest.Builder converse, ResponseFormat format, String effort) {
        if (!(format instanceof ResponseFormat.JsonSchema) && effort.isEmpty()) {
            return;
        }
        OutputConfig.Builder output = OutputConfig.builder();
        if (format instanceof ResponseFormat.JsonSchema schema) {
            output.textFormat(OutputFormat.builder()
                    .type(OutputFormatType.JSON_SCHEMA)
                    .structure(structure -> structure.jsonSchema(definition -> definition
                            .name(schema.name())
                            .schema(DocumentJson.checked(schema.schema()).text())))
                    .build());
        }
        if (!effort.isEmpty()) {
            output.effort(effort);
        }
        converse.outputConfig(output.build());
    }

    private static void addOptions(ConverseRequest.Builder converse, BedrockOptions options) {
        options.guardrail().ifPresent(guardrail -> converse.guardrailConfig(guardrail(guardrail)));
        options.serviceTier().ifPresent(tier -> converse.serviceTier(config -> config.type(tier)));
        options.latencyMode().ifPresent(mode -> converse.performanceConfig(config -> config.latency(mode)));
        options.additionalRequestFields()
                .ifPresent(fields -> converse.additionalModelRequestFields(DocumentJson.toDocument(fields)));
        if (!options.additionalResponseFields().isEmpty()) {
            converse.additionalModelResponseFieldPaths(options.additionalResponseFields());
        }
        if (!options.promptVariables().isEmpty()) {
            Map<String, PromptVariableValues> values = new HashMap<>();
            options.promptVariables().forEach((name, text) -> values.put(name, PromptVariableValues.fromText(text)));
            converse.promptVariables(values);
        }
    }

    private static GuardrailConfiguration guardrail(BedrockOptions.Guardrail guardrail) {
        return GuardrailConfiguration.builder()
                .guardrailIdentifier(guardrail.identifier())
                .guardrailVersion(guardrail.version())
                .trace(trace(guardrail))
                .build();
    }

    private static GuardrailStreamConfiguration streamGuardrail(BedrockOptions.Guardrail guardrail) {
        return GuardrailStreamConfiguration.builder()
                .guardrailIdentifier(guardrail.identifier())
                .guardrailVersion(guardrail.version())
                .trace(trace(guardrail))
                .streamProcessingMode(
                        guardrail.streaming() == BedrockOptions.Guardrail.Streaming.SYNC ? "sync" : "async")
                .build();
    }

    private static String trace(BedrockOptions.Guardrail guardrail) {
        return switch (guardrail.trace()) {
            case DISABLED -> "disabled";
            case ENABLED -> "enabled";
            case ENABLED_FULL -> "enabled_full";
        };
    }
}

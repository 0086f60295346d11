package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.bedrock.PromptCachePolicy.Place;
import dev.hybridrouter.spi.ProviderException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensInput;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.OutputConfig;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormat;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormatType;

/** Maps one request to the service's Converse, ConverseStream and CountTokens requests. Sends only what was set. */
final class RequestMapper {
    private final RouteRequest request;
    private final Target target;
    private final BedrockModel model;
    private final @Nullable PromptCachePolicy caching;
    private final Adjustments adjustments;
    private final ToolNames names;

    /**
     * Creates the mapper of one request.
     *
     * @param model what the target's model takes
     * @param caching where cache points are placed; null if only where the request has them
     * @param adjustments hears of what is left out
     */
    RequestMapper(
            RouteRequest request,
            Target target,
            BedrockModel model,
            @Nullable PromptCachePolicy caching,
            Adjustments adjustments) {
        this.request = request;
        this.target = target;
        this.model = model;
        this.caching = caching;
        this.adjustments = adjustments;
        this.names = ToolNames.of(request);
    }

    /** What the request's tools are called on the wire. */
    ToolNames names() {
        return names;
    }

    /**
     * Maps a call.
     *
     * @param metadata the pairs for the invocation log
     */
    ConverseRequest toConverse(Map<String, String> metadata) {
        ConverseRequest.Builder converse = ConverseRequest.builder().modelId(target.model());
        BedrockOptions options = request.options(BedrockOptions.class).orElse(null);
        boolean thinking = Thinking.isAsked(options);
        addPrompt(converse, thinking);
        converse.inferenceConfig(new Sampling(model, thinking, adjustments).toConfig(request.parameters()));
        if (options != null) {
            OptionFields.add(converse, options);
        }
        if (!metadata.isEmpty()) {
            converse.requestMetadata(metadata);
        }
        addOutput(converse, options == null ? "" : options.effort().orElse(""));
        return converse.build();
    }

    private void addPrompt(ConverseRequest.Builder converse, boolean thinking) {
        boolean cached = target.capabilities().contains(Capability.PROMPT_CACHING);
        Prompt prompt = new Prompt(system(), turns(thinking));
        CachePointCheck rules = new CachePointCheck(model, cached, request.context(), adjustments);
        Prompt kept = new Prompt(rules.kept(prompt.system()), rules.keptInTurns(prompt.turns()));
        CachePoints points = points(kept, cached);
        Prompt marked = points.mark(kept);
        ContentMapper content = new ContentMapper(model);
        if (!marked.system().isEmpty()) {
            converse.system(content.toSystem(marked.system()));
        }
        converse.messages(content.toMessages(marked.turns()));
        converse.toolConfig(new ToolConfigs(model, names, thinking).toConfig(request, points.at(Place.TOOLS)));
    }

    private List<ConverseBlock> system() {
        if (!request.system().isEmpty() && !model.takes(BedrockFeature.SYSTEM_TEXT)) {
            throw RequestRefusal.unsupported("system", "text", "none, as the model takes no system text");
        }
        return ConverseTurn.blocks(request.system(), "system");
    }

    private List<ConverseTurn> turns(boolean thinking) {
        BedrockModel thinker = thinking && !model.takes(BedrockFeature.SAMPLING_WHILE_THINKING)
                ? model.without(BedrockFeature.PREFILL)
                : model;
        return ConversationShape.of(request.messages(), thinker, names, adjustments);
    }

    private CachePoints points(Prompt prompt, boolean cached) {
        if (caching == null || !cached || !model.takes(BedrockFeature.CACHE_POINTS) || hasOwnPoints()) {
            return CachePoints.none(model);
        }
        int minimum = caching.minimumTokens(BilledModels.named(target.model()), model);
        return CachePoints.of(
                caching, model, minimum, new CachePoints.Request(request.tools(), prompt, request.context()));
    }

    private boolean hasOwnPoints() {
        return request.system().stream().anyMatch(Content.CachePoint.class::isInstance)
                || request.messages().stream()
                        .flatMap(message -> message.content().stream())
                        .anyMatch(Content.CachePoint.class::isInstance);
    }

    /** The same request for a streamed answer. */
    ConverseStreamRequest toConverseStream(Map<String, String> metadata) {
        ConverseRequest converse = toConverse(metadata);
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
                .ifPresent(guardrail -> stream.guardrailConfig(OptionFields.streamGuardrail(guardrail)));
        return stream.build();
    }

    /** What the service counts of the same request. Only foundation models have counts, not the profiles that lead there. */
    CountTokensRequest toCountTokens() {
        String id = BilledModels.named(target.model());
        if (ModelArn.resource(id).isPresent()) {
            throw new ProviderException(
                    FailureKind.MODEL_NOT_FOUND, "tokens are counted for foundation models only, not for this ARN");
        }
        ConverseRequest converse = toConverse(Map.of());
        ConverseTokensRequest.Builder counted = ConverseTokensRequest.builder()
                .messages(converse.messages())
                .toolConfig(converse.toolConfig())
                .additionalModelRequestFields(converse.additionalModelRequestFields());
        if (converse.hasSystem()) {
            counted.system(converse.system());
        }
        return CountTokensRequest.builder()
                .modelId(id)
                .input(CountTokensInput.fromConverse(counted.build()))
                .build();
    }

    private void addOutput(ConverseRequest.Builder converse, String effort) {
        if (!(request.responseFormat() instanceof ResponseFormat.JsonSchema) && effort.isEmpty()) {
            return;
        }
        OutputConfig.Builder output = OutputConfig.builder();
        if (request.responseFormat() instanceof ResponseFormat.JsonSchema schema) {
            String text = AnswerSchema.text(schema.schema(), "responseFormat.schema");
            output.textFormat(OutputFormat.builder()
                    .type(OutputFormatType.JSON_SCHEMA)
                    .structure(structure -> structure.jsonSchema(definition -> definition
                            .name(Spelling.TOOL_NAME.fitted(schema.name()))
                            .schema(text)))
                    .build());
        }
        if (!effort.isEmpty()) {
            output.effort(effort);
        }
        converse.outputConfig(output.build());
    }
}

package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content.CachePoint;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.request.RouteRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.AnyToolChoice;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;

/**
 * Maps the tools of a request. Where none is offered but the conversation has used some, those are declared: the service wants
 * tools to be declared wherever a turn has a tool use or a result.
 *
 * @param model what the model takes
 * @param names what the tools are called on the wire
 * @param thinking whether the request has the model think
 */
record ToolConfigs(BedrockModel model, ToolNames names, boolean thinking) {
    private static final String PAST = "Was used earlier in this conversation. It is not available any more.";
    private static final Json NO_ARGUMENTS = Json.object("{\"type\":\"object\"}");

    /** Null if no tool is offered, nor was one used. */
    @Nullable
    ToolConfiguration toConfig(RouteRequest request, @Nullable CachePoint point) {
        List<Tool> tools = declared(request);
        if (tools.isEmpty()) {
            return null;
        }
        List<software.amazon.awssdk.services.bedrockruntime.model.Tool> all = new ArrayList<>(tools.size() + 1);
        for (int i = 0; i < tools.size(); i++) {
            all.add(tool(tools.get(i), "tools[" + i + "]"));
        }
        if (point != null) {
            all.add(software.amazon.awssdk.services.bedrockruntime.model.Tool.fromCachePoint(
                    ContentMapper.cachePoint(point)));
        }
        ToolConfiguration.Builder config = ToolConfiguration.builder().tools(all);
        // Auto is what the service does without a choice, and some models know no choice at all.
        if (!(request.toolChoice() instanceof ToolChoice.Auto)) {
            config.toolChoice(choice(request.toolChoice(), tools.size()));
        }
        return config.build();
    }

    private List<Tool> declared(RouteRequest request) {
        return request.tools().isEmpty()
                ? ToolNames.used(request).stream()
                        .map(name -> new Tool(names.onTheWire(name), PAST, NO_ARGUMENTS))
                        .toList()
                : request.tools();
    }

    private software.amazon.awssdk.services.bedrockruntime.model.Tool tool(Tool tool, String field) {
        return software.amazon.awssdk.services.bedrockruntime.model.Tool.fromToolSpec(specification -> {
            specification
                    .name(names.onTheWire(tool.name()))
                    .inputSchema(ToolInputSchema.fromJson(
                            new ArgumentsSchema(model, field + ".inputSchema").toDocument(tool.inputSchema())));
            if (!tool.description().isBlank()) {
                specification.description(tool.description());
            }
        });
    }

    private software.amazon.awssdk.services.bedrockruntime.model.ToolChoice choice(ToolChoice choice, int tools) {
        if (thinking && !model.takes(BedrockFeature.SAMPLING_WHILE_THINKING)) {
            throw RequestRefusal.unsupported("toolChoice", "a forced tool", "AUTO, as the model is to think");
        }
        if (choice instanceof ToolChoice.Named named && model.takes(BedrockFeature.TOOL_CHOICE_NAMED)) {
            return software.amazon.awssdk.services.bedrockruntime.model.ToolChoice.fromTool(
                    tool -> tool.name(names.onTheWire(named.tool())));
        }
        boolean any = choice instanceof ToolChoice.Any || tools == 1;
        if (!any || !model.takes(BedrockFeature.TOOL_CHOICE_ANY)) {
            throw RequestRefusal.unsupported("toolChoice", any ? "ANY" : "one tool", "a choice that the model takes");
        }
        return software.amazon.awssdk.services.bedrockruntime.model.ToolChoice.fromAny(
                AnyToolChoice.builder().build());
    }
}

package dev.hybridrouter.mcp;

import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.ProviderException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a tool is what the host thinks it is. */
final class ToolCheck {
    private ToolCheck() {}

    /** What keeps a tool from being called, in words that name server, tool and difference; null if nothing does. */
    static @Nullable String misfit(McpTool tool, OfferedTools offered) {
        ToolSchema schema = offered.schema(tool.name());
        if (schema == null) {
            return "server " + tool.server() + " has no tool \"" + tool.name() + "\" (it has " + offered.described()
                    + ")";
        }
        String difference = pinned(tool.inputSchema(), schema);
        List<String> misfits = difference == null ? tool.arguments().shape().misfits(schema) : List.of(difference);
        return misfits.isEmpty()
                ? null
                : "server " + tool.server() + ", tool \"" + tool.name() + "\": " + String.join("; ", misfits);
    }

    private static @Nullable String pinned(@Nullable Json pinned, ToolSchema schema) {
        if (pinned == null) {
            return null;
        }
        try {
            String place = new ToolSchema(McpJson.read(pinned.text())).difference(schema);
            return place == null ? null : "it differs from the pinned schema at " + place;
        } catch (IOException e) {
            return "the pinned schema is not JSON";
        }
    }

    /**
     * The arguments of a request.
     *
     * @throws ProviderException if the request cannot become arguments, lacks one that the tool requires, or has one that its schema refuses
     */
    static Map<String, Object> arguments(McpTool tool, RouteRequest request, OfferedTools offered) {
        ToolSchema schema = Objects.requireNonNullElse(offered.schema(tool.name()), new ToolSchema(Map.of()));
        Map<String, Object> arguments;
        try {
            arguments = tool.arguments().shape().map(request, schema);
        } catch (ProviderException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ProviderException(
                    ProviderFailure.builder(FailureKind.UNSUPPORTED, "the request cannot become arguments of the tool")
                            .cause(e)
                            .build());
        }
        for (String name : schema.required()) {
            if (!arguments.containsKey(name)) {
                throw new ProviderException(
                        FailureKind.UNSUPPORTED,
                        "the tool requires the argument \"" + name + "\", which the request does not give");
            }
        }
        String misfit = SchemaCheck.misfit("arguments", arguments, schema.schema());
        if (misfit != null) {
            throw new ProviderException(FailureKind.UNSUPPORTED, misfit);
        }
        return arguments;
    }
}

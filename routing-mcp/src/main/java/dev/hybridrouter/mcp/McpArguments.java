package dev.hybridrouter.mcp;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How a request becomes the arguments of a tool. Immutable if the host's function is.
 *
 * <p>It says beforehand which arguments it can send, so that a tool they do not fit is found when the server is
 * connected, not by a failing call.
 */
public final class McpArguments {
    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "array", "object", "null", "any");

    private final Shape shape;
    private final Set<Capability> capabilities;

    private McpArguments(Shape shape, Set<Capability> capabilities) {
        this.shape = shape;
        this.capabilities = capabilities;
    }

    /**
     * Returns the arguments of a tool that generates text and takes its model from elsewhere. See
     * {@link #textGeneration(String)}.
     */
    public static McpArguments textGeneration() {
        return new McpArguments(new TextShape(null), EnumSet.of(Capability.STREAMING, Capability.SYSTEM_TEXT));
    }

    /**
     * Returns the arguments of a tool that generates text. What the tool's schema declares is sent, under the name it
     * declares:
     *
     * <ul>
     *   <li>the conversation as {@code messages}, objects of {@code role} and text {@code content}, or else as one text,
     *       {@code prompt}; a tool has to take one of them
     *   <li>the system text as {@code system}, {@code systemPrompt} or {@code system_prompt}; where the tool takes none, in
     *       front of the first message
     *   <li>{@code maxTokens} or {@code max_tokens}, {@code temperature}, {@code topP} or {@code top_p}, {@code
     *       stopSequences} or {@code stop_sequences}, if the request sets them
     *   <li>{@code model}
     * </ul>
     *
     * @param model what to send as {@code model}; a tool that does not declare that argument does not fit
     */
    public static McpArguments textGeneration(String model) {
        return new McpArguments(
                new TextShape(Check.notBlank(model, "arguments.model")),
                EnumSet.of(Capability.STREAMING, Capability.SYSTEM_TEXT));
    }

    /**
     * Returns arguments that the host makes. The function must not block; what it throws fails the call as {@code
     * UNSUPPORTED}.
     *
     * @param types JSON type by name of all arguments that the function can return: string, number, integer, boolean,
     *     array, object, null or any
     * @param function makes values as a JSON library takes them: strings, numbers, booleans, lists and maps
     */
    public static McpArguments of(Map<String, String> types, Function<RouteRequest, Map<String, Object>> function) {
        Map<String, String> copy = Check.copy(types, "arguments.types");
        copy.forEach((name, type) -> {
            if (!TYPES.contains(type)) {
                throw Check.invalid("arguments.types[" + name + "]", type, "one of " + TYPES);
            }
        });
        return new McpArguments(
                new HostShape(copy, Check.notNull(function, "arguments.function")), EnumSet.allOf(Capability.class));
    }

    /** What requests of these arguments can carry; a target of the tool cannot declare more. */
    Set<Capability> capabilities() {
        return capabilities;
    }

    Shape shape() {
        return shape;
    }

    /** Which arguments can be sent, and how a request becomes them. */
    interface Shape {
        /** What keeps the arguments from fitting a tool, in words; empty if they fit. */
        List<String> misfits(ToolSchema schema);

        /** The arguments of a request for a tool that they fit. */
        Map<String, Object> map(RouteRequest request, ToolSchema schema);
    }

    /** Arguments that the host makes. */
    private record HostShape(Map<String, String> types, Function<RouteRequest, Map<String, Object>> function)
            implements Shape {
        @Override
        public List<String> misfits(ToolSchema schema) {
            return schema.misfits(types);
        }

        @Override
        public Map<String, Object> map(RouteRequest request, ToolSchema schema) {
            return Check.notNull(function.apply(request), "arguments");
        }
    }
}

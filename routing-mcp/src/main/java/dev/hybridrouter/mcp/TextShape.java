package dev.hybridrouter.mcp;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.ProviderException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a tool that generates text: what its schema declares is sent.
 *
 * @param model what to send as the model; null sends none
 */
record TextShape(@Nullable String model) implements McpArguments.Shape {
    private static final List<String> MESSAGES = List.of("messages");
    private static final List<String> PROMPT = List.of("prompt");
    private static final List<String> MODEL = List.of("model");
    private static final List<String> SYSTEM = List.of("system", "systemPrompt", "system_prompt");
    private static final List<String> MAX_TOKENS = List.of("maxTokens", "max_tokens");
    private static final List<String> TEMPERATURE = List.of("temperature");
    private static final List<String> TOP_P = List.of("topP", "top_p");
    private static final List<String> STOPS = List.of("stopSequences", "stop_sequences");

    @Override
    public List<String> misfits(ToolSchema schema) {
        Map<String, String> types = new LinkedHashMap<>();
        boolean conversation = add(types, schema, MESSAGES, "array") || add(types, schema, PROMPT, "string");
        add(types, schema, SYSTEM, "string");
        add(types, schema, MAX_TOKENS, "integer");
        add(types, schema, TEMPERATURE, "number");
        add(types, schema, TOP_P, "number");
        add(types, schema, STOPS, "array");
        boolean takesModel = model == null || add(types, schema, MODEL, "string");
        List<String> misfits = new ArrayList<>(schema.misfits(types));
        if (!conversation) {
            misfits.add("it takes neither \"messages\" nor \"prompt\"");
        }
        ArgumentCheck.misfits(schema, model, misfits);
        if (!takesModel) {
            misfits.add("it takes no argument \"model\"");
        }
        return misfits;
    }

    private static boolean add(Map<String, String> types, ToolSchema schema, List<String> names, String type) {
        String name = named(schema, names);
        if (name != null) {
            types.put(name, type);
        }
        return name != null;
    }

    private static @Nullable String named(ToolSchema schema, List<String> names) {
        return names.stream().filter(schema::declares).findFirst().orElse(null);
    }

    @Override
    public Map<String, Object> map(RouteRequest request, ToolSchema schema) {
        String system = request.system().stream()
                .filter(Content.Text.class::isInstance)
                .map(block -> ((Content.Text) block).text())
                .collect(Collectors.joining("\n"));
        boolean ownSystem = named(schema, SYSTEM) != null;
        List<Turn> turns = turns(request.messages(), ownSystem ? "" : system);

        Map<String, Object> arguments = new LinkedHashMap<>();
        if (schema.declares("messages")) {
            arguments.put("messages", turns.stream().map(Turn::asMap).toList());
        } else {
            arguments.put("prompt", asOneText(turns));
        }
        if (!system.isEmpty()) {
            put(arguments, schema, SYSTEM, system);
        }
        put(arguments, schema, MODEL, model);
        putParameters(arguments, schema, request.parameters());
        return arguments;
    }

    private static void putParameters(
            Map<String, Object> arguments, ToolSchema schema, InferenceParameters parameters) {
        parameters.maxTokens().ifPresent(tokens -> put(arguments, schema, MAX_TOKENS, tokens));
        parameters.temperature().ifPresent(value -> put(arguments, schema, TEMPERATURE, value));
        parameters.topP().ifPresent(value -> put(arguments, schema, TOP_P, value));
        if (!parameters.stopSequences().isEmpty()) {
            put(arguments, schema, STOPS, parameters.stopSequences());
        }
    }

    private static void put(
            Map<String, Object> arguments, ToolSchema schema, List<String> names, @Nullable Object value) {
        String name = named(schema, names);
        if (name != null && value != null) {
            arguments.put(name, value);
        }
    }

    private static List<Turn> turns(List<Message> messages, String preface) {
        List<Turn> turns = new ArrayList<>(messages.size());
        for (Message message : messages) {
            String text = message.content().stream().map(TextShape::text).collect(Collectors.joining("\n"));
            String whole = turns.isEmpty() && !preface.isEmpty() ? preface + "\n\n" + text : text;
            turns.add(new Turn(message.role(), whole));
        }
        return turns;
    }

    private static String text(Content block) {
        if (block instanceof Content.Text text) {
            return text.text();
        }
        if (block instanceof Content.CachePoint) {
            return "";
        }
        throw new ProviderException(
                FailureKind.UNSUPPORTED,
                "a tool that generates text takes no " + block.getClass().getSimpleName());
    }

    private static String asOneText(List<Turn> turns) {
        return turns.size() == 1
                ? turns.get(0).text()
                : turns.stream().map(turn -> turn.name() + ": " + turn.text()).collect(Collectors.joining("\n\n"));
    }

    /** What one side said. */
    private record Turn(Role role, String text) {
        String name() {
            return role == Role.USER ? "User" : "Assistant";
        }

        Map<String, Object> asMap() {
            return Map.of("role", role.name().toLowerCase(Locale.ROOT), "content", text);
        }
    }
}

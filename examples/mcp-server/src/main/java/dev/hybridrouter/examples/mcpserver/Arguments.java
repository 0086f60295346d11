package dev.hybridrouter.examples.mcpserver;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

/** The arguments of {@code generate_text}: what its schema says, and the request to Bedrock that they become. */
final class Arguments {
    static final Map<String, Object> SCHEMA = Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                    "messages", Map.of("type", "array", "minItems", 1, "items", message()),
                    "system", Map.of("type", "string"),
                    "model", Map.of("type", "string"),
                    "maxTokens", Map.of("type", "integer", "minimum", 1),
                    "temperature", Map.of("type", "number"),
                    "topP", Map.of("type", "number"),
                    "stopSequences", Map.of("type", "array", "items", Map.of("type", "string"))),
            "required",
            List.of("messages"),
            "additionalProperties",
            false);

    private Arguments() {}

    private static Map<String, Object> message() {
        return Map.of(
                "type",
                "object",
                "properties",
                Map.of("role", Map.of("enum", List.of("user", "assistant")), "content", Map.of("type", "string")),
                "required",
                List.of("role", "content"),
                "additionalProperties",
                false);
    }

    /**
     * The request to Bedrock.
     *
     * @throws IllegalArgumentException if the arguments are not what the schema says
     */
    static ConverseStreamRequest toRequest(@Nullable Map<String, Object> given, String defaultModel) {
        Map<String, Object> arguments = ArgumentCheck.check(given);
        ConverseStreamRequest.Builder request = ConverseStreamRequest.builder()
                .modelId((String) arguments.getOrDefault("model", defaultModel))
                .inferenceConfig(parameters(arguments))
                .messages(((List<?>) arguments.getOrDefault("messages", List.of()))
                        .stream().map(Arguments::toMessage).toList());
        if (arguments.get("system") instanceof String system) {
            request.system(SystemContentBlock.fromText(system));
        }
        return request.build();
    }

    private static Message toMessage(Object value) {
        Map<?, ?> message = (Map<?, ?>) value;
        return Message.builder()
                .role(String.valueOf(message.get("role")))
                .content(ContentBlock.fromText(String.valueOf(message.get("content"))))
                .build();
    }

    private static InferenceConfiguration parameters(Map<String, Object> arguments) {
        InferenceConfiguration.Builder parameters = InferenceConfiguration.builder()
                .temperature(decimal(arguments.get("temperature")))
                .topP(decimal(arguments.get("topP")));
        if (arguments.get("maxTokens") instanceof Number most) {
            parameters.maxTokens(most.intValue());
        }
        if (arguments.get("stopSequences") instanceof List<?> stops) {
            parameters.stopSequences(stops.stream().map(String::valueOf).toList());
        }
        return parameters.build();
    }

    private static @Nullable Float decimal(@Nullable Object value) {
        return value instanceof Number number ? number.floatValue() : null;
    }
}

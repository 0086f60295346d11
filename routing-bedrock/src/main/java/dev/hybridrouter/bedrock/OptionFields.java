package dev.hybridrouter.bedrock;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailStreamConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.PromptVariableValues;

/** Maps the options that only Bedrock has. */
final class OptionFields {
    private OptionFields() {}

    static void add(ConverseRequest.Builder converse, BedrockOptions options) {
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

    static GuardrailStreamConfiguration streamGuardrail(BedrockOptions.Guardrail guardrail) {
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

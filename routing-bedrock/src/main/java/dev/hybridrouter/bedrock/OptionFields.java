package dev.hybridrouter.bedrock;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailStreamConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.PromptVariableValues;

/** Maps the options that only Bedrock has. */
final class OptionFields {
    /** Source: service model, GuardrailIdentifier and GuardrailVersion. */
    private static final Pattern GUARDRAIL =
            Pattern.compile("[a-z0-9]+|arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+");

    private static final Pattern GUARDRAIL_VERSION = Pattern.compile("[1-9][0-9]{0,7}|DRAFT");

    private OptionFields() {}

    static void add(ConverseRequest.Builder converse, BedrockOptions options) {
        options.guardrail().ifPresent(OptionFields::check);
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

    private static void check(BedrockOptions.Guardrail guardrail) {
        if (!GUARDRAIL.matcher(guardrail.identifier()).matches()) {
            throw RequestRefusal.invalid("guardrail.identifier", '"' + guardrail.identifier() + '"', "an id or an ARN");
        }
        if (!GUARDRAIL_VERSION.matcher(guardrail.version()).matches()) {
            throw RequestRefusal.invalid(
                    "guardrail.version", '"' + guardrail.version() + '"', "a number from 1, or DRAFT");
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

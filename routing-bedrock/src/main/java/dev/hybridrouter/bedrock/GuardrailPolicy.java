package dev.hybridrouter.bedrock;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailUsage;

/** A policy of a guardrail that the service bills by text units; a unit is up to 1,000 characters. */
public enum GuardrailPolicy {
    /** Content filters. */
    CONTENT,
    /** Denied topics. */
    TOPICS,
    /** Word filters. */
    WORDS,
    /** Filters of sensitive information; what the service counts as free, such as expressions of the host's, stays free. */
    SENSITIVE_INFORMATION,
    /** Checks of grounding and relevance. */
    CONTEXTUAL_GROUNDING;

    long units(GuardrailUsage usage) {
        Integer units =
                switch (this) {
                    case CONTENT -> usage.contentPolicyUnits();
                    case TOPICS -> usage.topicPolicyUnits();
                    case WORDS -> usage.wordPolicyUnits();
                    case SENSITIVE_INFORMATION -> usage.sensitiveInformationPolicyUnits();
                    case CONTEXTUAL_GROUNDING -> usage.contextualGroundingPolicyUnits();
                };
        return orZero(units);
    }

    static long orZero(@Nullable Integer units) {
        return units == null ? 0 : units;
    }
}

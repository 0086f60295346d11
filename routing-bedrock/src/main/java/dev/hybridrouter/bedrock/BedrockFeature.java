package dev.hybridrouter.bedrock;

/** A part of a Converse request that some models take and others refuse. */
public enum BedrockFeature {
    /** System text. Without it, a request with system text fails as {@code UNSUPPORTED}. */
    SYSTEM_TEXT,
    /** Stop sequences. Without it, a request with some fails as {@code UNSUPPORTED}. */
    STOP_SEQUENCES,
    /** Stop sequences of white space alone. Without it, a request with one fails as {@code UNSUPPORTED}. */
    BLANK_STOP_SEQUENCES,
    /** A sampling temperature. Without it, the temperature is left out. */
    TEMPERATURE,
    /** A nucleus sampling share. Without it, the share is left out. */
    TOP_P,
    /** Temperature and nucleus sampling share side by side. Without it, the share is left out. */
    TEMPERATURE_WITH_TOP_P,
    /**
     * Sampling parameters, a forced choice of tool and a prefilled answer while the model thinks. Without it, the parameters
     * are left out, and the others fail as {@code UNSUPPORTED}.
     */
    SAMPLING_WHILE_THINKING,
    /** The choice that some tool must be used. Without it, a request with that choice fails as {@code UNSUPPORTED}. */
    TOOL_CHOICE_ANY,
    /**
     * The choice of one tool. Without it, a request with that choice fails as {@code UNSUPPORTED}, unless the tool is the only
     * one and {@link #TOOL_CHOICE_ANY} means the same.
     */
    TOOL_CHOICE_NAMED,
    /** The status of a tool result. Without it, a text says that the tool failed. */
    TOOL_RESULT_STATUS,
    /** Images in tool results. Without it, a request with one fails as {@code UNSUPPORTED}. */
    TOOL_RESULT_IMAGES,
    /** A last turn of the assistant, which the model continues. Without it, a request with one fails as {@code UNSUPPORTED}. */
    PREFILL,
    /** Signed and redacted reasoning of earlier turns. Without it, that reasoning is left out. */
    SIGNED_REASONING,
    /** Unsigned reasoning of earlier turns. Without it, that reasoning is left out. */
    UNSIGNED_REASONING,
    /** Images and documents at {@code s3://} addresses. Without it, requests with one are not planned for the target. */
    S3_MEDIA,
    /** Ids of tool uses with {@code .} and {@code :}. Without it, they are replaced. */
    PUNCTUATED_TOOL_IDS,
    /**
     * Keywords beside {@code type}, {@code properties} and {@code required} at the top of a tool's schema. Without it, they
     * are left out.
     */
    TOOL_SCHEMA_KEYWORDS,
    /**
     * {@code anyOf}, {@code oneOf} and {@code allOf} at the top of a tool's schema. Without it, a request with one fails as
     * {@code UNSUPPORTED}.
     */
    TOOL_SCHEMA_UNIONS,
    /** {@code $ref} in a tool's schema. Without it, what is referred to is put in its place. */
    TOOL_SCHEMA_REFERENCES,
    /**
     * Arguments of tools with names beyond 64 of {@code A-Z a-z 0-9 _ . -}. Without it, a request with one fails as {@code
     * UNSUPPORTED}.
     */
    FREE_PROPERTY_NAMES,
    /** Cache points. Without it, they are left out. */
    CACHE_POINTS,
    /** Cache points right behind a tool result. Without it, they are placed before it, or left out. */
    CACHED_TOOL_RESULTS,
    /** Cache points after the tools. Without it, the policy places none there. */
    CACHED_TOOLS,
    /** Cache points whose prompts are kept for an hour. Without it, they are kept for five minutes. */
    CACHED_FOR_AN_HOUR
}

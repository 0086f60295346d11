package dev.hybridrouter.test.bedrock.rules;

/** An operation whose requests have rules. */
public enum RequestKind {
    /** A conversation, answered in one piece. */
    CONVERSE,
    /** A conversation, answered as a stream. */
    CONVERSE_STREAM,
    /** A conversation whose tokens are counted. */
    COUNT_TOKENS,
    /** Texts and images that a guardrail assesses. */
    APPLY_GUARDRAIL,
    /** A body in the form of the model; the forms of embedding models are known. */
    INVOKE_MODEL
}

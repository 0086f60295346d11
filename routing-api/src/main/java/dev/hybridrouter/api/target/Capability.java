package dev.hybridrouter.api.target;

/** What a target can do beyond text in, text out. A request is only sent where all it needs is declared. */
public enum Capability {
    /** Answers can be streamed. */
    STREAMING,
    /** System text is accepted. */
    SYSTEM_TEXT,
    /** Images are accepted. */
    IMAGE_INPUT,
    /** Documents are accepted. */
    DOCUMENT_INPUT,
    /** Tools can be offered and used. */
    TOOLS,
    /** The model can be made to use a tool. */
    TOOL_CHOICE,
    /** Answers can be held to a JSON schema. */
    STRUCTURED_OUTPUT,
    /** Signed reasoning of earlier turns is accepted. */
    REASONING,
    /** Cache points are honoured; elsewhere they are left out, which changes cost but not the answer. */
    PROMPT_CACHING
}

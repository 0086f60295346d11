package dev.hybridrouter.api.content;

/** Who speaks in a message. */
public enum Role {
    /** The caller, tool results included. */
    USER,
    /** The model. */
    ASSISTANT
}

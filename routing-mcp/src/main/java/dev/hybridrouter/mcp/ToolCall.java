package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.ProviderFailure;

/** Who waits for one call of a tool. Told one thing at a time, and of an end at most once. */
interface ToolCall {
    /** It is about to be put on the wire; returns whether it still may be. */
    default boolean beginSending() {
        return true;
    }

    /** The server told how far it is. */
    void progress(McpProgress progress);

    /** It ended with a result, which may say that the tool failed. */
    void result(McpResult result);

    /** It ended without one. */
    void failed(ProviderFailure why);
}

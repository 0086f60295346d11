package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;

/**
 * A tool the model may ask for.
 *
 * @param name unique among the tools of a request; 1 to 256 of {@code A-Z a-z 0-9 . _ : / @ -}. An adapter whose provider
 *     takes fewer names sends another one instead and returns yours in the answer
 * @param description what it does and when to use it, read by the model
 * @param inputSchema JSON schema of its arguments
 */
public record Tool(String name, String description, Json inputSchema) {
    /** Refuses a malformed name. */
    public Tool {
        Check.toolName(name, "tool.name");
        Check.notNull(description, "tool.description");
        Check.notNull(inputSchema, "tool.inputSchema");
    }

    @Override
    public String toString() {
        return "Tool[" + name + "]";
    }
}

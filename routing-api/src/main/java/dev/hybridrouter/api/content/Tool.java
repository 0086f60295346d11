package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;

/**
 * A tool the model may ask for.
 *
 * @param name unique among the tools of a request
 * @param description what it does and when to use it, read by the model
 * @param inputSchema JSON schema of its arguments
 */
public record Tool(String name, String description, Json inputSchema) {
    /** Refuses a malformed name. */
    public Tool {
        Check.name(name, "tool.name");
        Check.notNull(description, "tool.description");
        Check.notNull(inputSchema, "tool.inputSchema");
    }

    @Override
    public String toString() {
        return "Tool[" + name + "]";
    }
}

package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;

/** Whether and which tool the model has to use. */
public sealed interface ToolChoice {
    /** The model decides. */
    record Auto() implements ToolChoice {}

    /** The model must use some tool. */
    record Any() implements ToolChoice {}

    /**
     * The model must use this tool.
     *
     * @param tool name of a tool of the same request
     */
    record Named(String tool) implements ToolChoice {
        /** Refuses a malformed name. */
        public Named {
            Check.toolName(tool, "toolChoice.tool");
        }
    }

    /** The model decides; the default. */
    ToolChoice AUTO = new Auto();

    /** The model must use some tool. */
    ToolChoice ANY = new Any();

    /** Returns the choice of one tool. */
    static ToolChoice tool(String name) {
        return new Named(name);
    }
}

package dev.hybridrouter.api.target;

import dev.hybridrouter.api.internal.Check;

/**
 * How a target is reached. Two paths are predefined; a host can add its own.
 *
 * @param name upper-case name
 */
public record Path(String name) {
    /** An in-process call of the provider's SDK. */
    public static final Path DIRECT = new Path("DIRECT");

    /** Through a server that speaks the Model Context Protocol. */
    public static final Path MCP = new Path("MCP");

    /** Refuses a malformed name. */
    public Path {
        Check.name(name, "path.name");
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}

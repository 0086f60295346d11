package dev.hybridrouter.mcp;

import dev.hybridrouter.api.response.ProviderMetadata;
import java.util.Map;

/** What an MCP server told beyond the answer. Immutable. Its {@code toString} shows no content. */
public final class McpMetadata implements ProviderMetadata {
    private final String server;
    private final String tool;
    private final McpResult result;

    McpMetadata(String server, String tool, McpResult result) {
        this.server = server;
        this.tool = tool;
        this.result = result;
    }

    /** Name of the server, as the host named it. */
    public String server() {
        return server;
    }

    /** Name of the tool. */
    public String tool() {
        return tool;
    }

    /** The structured content of the result; empty if there was none. */
    public Map<String, Object> structured() {
        return result.structured();
    }

    /** What the result's {@code _meta} held. */
    public Map<String, Object> meta() {
        return result.meta();
    }

    /** How many blocks of content the router has no word for, and left out. */
    public int unmappedBlocks() {
        return result.unmapped();
    }

    @Override
    public String toString() {
        return "McpMetadata[" + server + ", " + tool + "]";
    }
}

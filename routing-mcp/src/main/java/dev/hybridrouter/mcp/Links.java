package dev.hybridrouter.mcp;

/** Makes links. */
final class Links {
    private Links() {}

    /** A new link to a server, not opened yet. */
    static Link to(McpServer server, HttpAccess http, ServerConnection.Timing timing) {
        Program program = server.program();
        return program == null
                ? new HttpLink(server, http, timing.clock(), timing.scheduler())
                : new StdioLink(server.name(), program, server.maxMessageBytes(), server.diagnostics());
    }
}

package dev.hybridrouter.mcp;

import dev.hybridrouter.spi.TaskScheduler;

/** Makes links. */
final class Links {
    private Links() {}

    /** A new link to a server, not opened yet. */
    static Link to(McpServer server, TaskScheduler scheduler) {
        Program program = server.program();
        return program == null
                ? new HttpLink(server, scheduler)
                : new StdioLink(server.name(), program, server.diagnostics());
    }
}

package dev.hybridrouter.examples.hybrid;

import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.bedrock.BedrockAdapter;
import dev.hybridrouter.examples.mcpserver.BedrockMcpServer;
import dev.hybridrouter.mcp.McpAdapter;
import dev.hybridrouter.mcp.McpArguments;
import dev.hybridrouter.mcp.McpServer;
import dev.hybridrouter.mcp.McpTool;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Reply;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/**
 * One model on an emulated Bedrock, reached in two ways: directly through the profile of one region, which can go down, and
 * through the MCP server of the module {@code examples/mcp-server}, a program of its own, which asks another profile.
 */
final class Region implements AutoCloseable {
    private static final String DIRECT_MODEL = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String MCP_MODEL = "global.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String REGION = "eu-central-1";
    /** A busy machine is no outage: only the emulator decides what fails here. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final BedrockAdapter bedrock = BedrockAdapter.builder()
            .region(REGION)
            .endpoint(emulator.endpoint())
            .credentials(AnonymousCredentialsProvider.create())
            .customizeHttp(http -> http.connectionTimeout(PATIENCE).connectionAcquisitionTimeout(PATIENCE))
            .build();
    private final McpAdapter mcp = McpAdapter.builder()
            .server(McpServer.stdio(
                            "bedrock",
                            ProcessHandle.current().info().command().orElse("java"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            BedrockMcpServer.class.getName(),
                            "--endpoint=" + emulator.endpoint())
                    .connectTimeout(PATIENCE)
                    .build())
            .tool(
                    "claude-by-mcp",
                    McpTool.builder("bedrock", "generate_text")
                            .arguments(McpArguments.textGeneration(MCP_MODEL))
                            .billedModel(MCP_MODEL)
                            .build())
            .build();

    Region() {
        up();
        emulator.on(MCP_MODEL).reply(Reply.text("Served through MCP."));
        // A server that is down keeps a service from nothing: its calls fail and fall back, and it is connected later.
        var unused = mcp.start()
                .exceptionally(error -> {
                    System.err.println("The MCP server cannot be used yet: " + error.getMessage());
                    return null;
                })
                .join();
    }

    BedrockAdapter bedrock() {
        return bedrock;
    }

    McpAdapter mcp() {
        return mcp;
    }

    Target direct() {
        return Target.builder("claude-direct", bedrock.id(), DIRECT_MODEL)
                .region(REGION)
                .path(Path.DIRECT)
                .build();
    }

    Target byMcp() {
        return Target.builder("claude-mcp", mcp.id(), "claude-by-mcp")
                .path(Path.MCP)
                .build();
    }

    /** Lets the direct way fail, with what Bedrock says when a region has no capacity. */
    void down() {
        emulator.on(DIRECT_MODEL).reply(Fault.serviceUnavailable().firstByteDelay(Duration.ofMillis(20)));
    }

    /** Lets the direct way answer. */
    void up() {
        emulator.on(DIRECT_MODEL).reply(Reply.text("Served directly.").firstByteDelay(Duration.ofMillis(20)));
    }

    @Override
    public void close() {
        emulator.close();
    }
}

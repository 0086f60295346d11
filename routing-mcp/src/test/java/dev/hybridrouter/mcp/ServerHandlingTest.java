package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.api.target.Target;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ServerHandlingTest {
    private static final Handling TEAM = Handling.builder()
            .operators("Team Ltd")
            .callRegion("eu-west-2")
            .sharing(Sharing.OPERATOR)
            .build();

    @Test
    void serverStandsBeforeItsTargets_asItIsDeclared() {
        URI nobody = URI.create("http://127.0.0.1:1/mcp"); // no connection is made
        try (McpAdapter mcp = McpAdapter.builder()
                .server(McpServer.http("team", nobody).handling(TEAM).build())
                .server(McpServer.http("silent", nobody).build())
                .tool("by-team", McpTool.builder("team", "ask").build())
                .tool("by-silent", McpTool.builder("silent", "ask").build())
                .build()) {
            assertThat(mcp.handling(behind(mcp, "by-team"))).contains(TEAM);
            assertThat(mcp.handling(behind(mcp, "by-silent"))).isEmpty();
            assertThat(mcp.handling(behind(mcp, "by-nobody"))).isEmpty();
        }
    }

    private static Target behind(McpAdapter mcp, String model) {
        return Target.builder(model, mcp.id(), model).path(Path.MCP).build();
    }
}

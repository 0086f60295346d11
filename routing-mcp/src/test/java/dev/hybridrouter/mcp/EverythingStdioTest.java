package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EverythingStdioTest extends EverythingTest {
    private String script;

    @BeforeEach
    void install() {
        script = Everything.script();
    }

    @Override
    McpServer.Builder server() {
        return McpServer.stdio("everything", "node", script, "stdio");
    }

    @Override
    void kill() {
        List<ProcessHandle> servers = Everything.processes();
        assertThat(servers).isNotEmpty();
        servers.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    void revive() {} // the adapter starts it

    @Test
    void closing_endsTheWholeTreeOfProcesses() {
        McpServer throughShell = McpServer.stdio("everything", "sh", "-c", "node \"$0\" stdio; true", script)
                .build();
        McpAdapter mcp = McpAdapter.builder()
                .server(throughShell)
                .tool("echo", McpTool.builder("everything", "echo").build())
                .build();
        var unused = mcp.start().handle((started, error) -> null).join();
        List<ProcessHandle> tree = Everything.processes();
        assertThat(tree).hasSize(2);

        mcp.close();

        assertThat(tree).noneMatch(ProcessHandle::isAlive);
    }
}

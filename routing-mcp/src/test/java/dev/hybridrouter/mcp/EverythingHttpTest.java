package dev.hybridrouter.mcp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class EverythingHttpTest extends EverythingTest {
    private Everything.OverHttp everything;

    @BeforeEach
    void start() {
        everything = new Everything.OverHttp();
    }

    @AfterEach
    void stop() {
        if (everything != null) {
            everything.close();
        }
    }

    @Override
    McpServer.Builder server() {
        return McpServer.http("everything", everything.uri());
    }

    @Override
    void kill() throws InterruptedException {
        everything.kill();
    }

    @Override
    void revive() {
        everything.startAgain();
    }
}

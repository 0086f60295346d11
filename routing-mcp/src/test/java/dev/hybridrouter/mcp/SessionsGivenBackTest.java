package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.FailureKind;
import java.io.File;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads and descriptors of sessions over HTTP: while an adapter lives, and after it. */
@Timeout(600)
class SessionsGivenBackTest {
    private static final int SESSIONS = 200;
    private static final int SLACK = 12;

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("SelectorManager") || name.startsWith("hybridrouter-mcp"))
                .count();
    }

    /** Open descriptors of this process; 0 where the system does not show them. */
    private static long descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private static McpAdapter adapter(FakeHttp http) {
        return McpAdapter.builder()
                .seed(3)
                .server(McpServer.http("fake", http.uri()).build())
                .tool("text", Calls.tool().build())
                .build();
    }

    @Test
    void sessionsThatAreForgotten_leaveNothing() {
        long threadsBefore = threads();
        long descriptorsBefore = descriptors();
        try (FakeServer fake = new FakeServer();
                FakeHttp http = new FakeHttp(fake)) {
            fake.tools.put("generate_text", McpUnderTest.TEXT_SCHEMA);
            fake.script = call -> call.result(Calls.result("hello"));
            AtomicInteger calls = new AtomicInteger();
            http.interceptor = (exchange, body) -> {
                boolean forgets = body.contains("\"tools/call\"") && calls.incrementAndGet() % 2 == 0;
                if (forgets) {
                    FakeHttp.respond(exchange, 404, "text/plain", "");
                }
                return forgets;
            };
            try (McpAdapter mcp = adapter(http)) {
                for (int session = 1; session <= SESSIONS; session++) {
                    assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
                    assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.UNAVAILABLE);
                }
                assertThat(fake.handshakes.get()).isGreaterThanOrEqualTo(SESSIONS);
                assertThat(selectors()).isLessThanOrEqualTo(threadsBefore + 1);
                Waiting.until("few connections", () -> {
                    http.sweep();
                    return descriptors() < descriptorsBefore + 4 * SLACK;
                });
            }
        }
        assertIsGivenBack(threadsBefore, descriptorsBefore);
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("SelectorManager"))
                .count();
    }

    @Test
    void adaptersThatAreClosed_leaveNothing() {
        long threadsBefore = threads();
        long descriptorsBefore = descriptors();
        try (FakeServer fake = new FakeServer();
                FakeHttp http = new FakeHttp(fake)) {
            fake.tools.put("generate_text", McpUnderTest.TEXT_SCHEMA);
            fake.script = call -> call.result(Calls.result("hello"));
            for (int adapter = 0; adapter < 20; adapter++) {
                try (McpAdapter mcp = adapter(http)) {
                    assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
                }
            }
        }
        assertIsGivenBack(threadsBefore, descriptorsBefore);
    }

    /** A client of the JDK ends with the collection that finds it unused, and a while after it. */
    private static void assertIsGivenBack(long threadsBefore, long descriptorsBefore) {
        Waiting.until("threads as before", () -> {
            System.gc();
            return threads() <= threadsBefore;
        });
        Waiting.until("descriptors as before", () -> descriptors() <= descriptorsBefore + SLACK);
    }
}

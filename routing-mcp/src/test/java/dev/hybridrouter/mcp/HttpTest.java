package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import java.net.URI;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is particular to Streamable HTTP. */
@Timeout(600)
class HttpTest {
    private final FakeServer fake = new FakeServer();
    private final FakeHttp http = new FakeHttp(fake);

    @BeforeEach
    void answer() {
        fake.tools.put("generate_text", McpUnderTest.TEXT_SCHEMA);
        fake.script = call -> call.result(Calls.result("hello"));
    }

    @AfterEach
    void close() {
        http.close();
        fake.close();
    }

    private McpAdapter adapter(McpServer.Builder server) {
        return McpAdapter.builder()
                .seed(3)
                .server(server.build())
                .tool("text", Calls.tool().build())
                .build();
    }

    @Test
    void closing_endsTheSession() {
        McpAdapter mcp = adapter(McpServer.http("fake", http.uri()));
        Calls.text(mcp.call(Calls.of("x")));
        mcp.close();
        mcp.close();
        assertThat(http.deletes).hasValue(1);
    }

    @Test
    void headersAreAskedForEachRequest() {
        AtomicInteger asked = new AtomicInteger();
        try (McpAdapter mcp = adapter(McpServer.http("fake", http.uri())
                .headers(() -> Map.of("Authorization", "Bearer " + asked.incrementAndGet())))) {
            Calls.text(mcp.call(Calls.of("x")));
            assertThat(http.authorizations).contains("Bearer 1", "Bearer 2").doesNotContain("null");
        }
    }

    @Test
    void aSessionTheServerForgot_isReplaced() {
        try (McpAdapter mcp = adapter(McpServer.http("fake", http.uri()))) {
            Calls.text(mcp.call(Calls.of("x")));
            http.session = "session-2";

            ProviderFailure failure = Calls.failure(mcp.call(Calls.of("x")));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
            assertThat(failure.billing()).isEqualTo(Billing.NONE);
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
            assertThat(fake.handshakes).hasValue(2);
        }
    }

    @Test
    void toolsThatChange_areHeardThroughTheOpenGet() {
        try (McpAdapter mcp = adapter(McpServer.http("fake", http.uri()))) {
            mcp.start().join();
            fake.tools.clear();
            Waiting.until("the refusal", () -> {
                http.push(FakeServer.notification("notifications/tools/list_changed", Map.of()));
                return mcp.start().isCompletedExceptionally();
            });
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).message())
                    .isEqualTo("server fake has no tool \"generate_text\" (it has [])");
        }
    }

    @Test
    void aServerThatIsNotThere_isUnavailableAndFree() {
        URI nobody = http.uri();
        http.close();
        try (McpAdapter mcp = adapter(McpServer.http("fake", nobody))) {
            ProviderFailure failure = Calls.failure(mcp.call(Calls.of("x")));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
            assertThat(failure.billing()).isEqualTo(Billing.NONE);
        }
    }

    @Test
    void headersThatCannotBeHad_areAFailureOfAuthorization() {
        try (McpAdapter mcp = adapter(McpServer.http("fake", http.uri()).headers(() -> {
            throw new IllegalStateException("no token");
        }))) {
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.AUTH);
        }
    }

    @Test
    void aSessionTheServerForgot_endsNoOtherCall() {
        Queue<FakeServer.Call> waiting = new ConcurrentLinkedQueue<>();
        try (McpAdapter mcp = adapter(McpServer.http("fake", http.uri()))) {
            fake.script = waiting::add;
            var first = mcp.call(Calls.of("x"));
            Waiting.until("the call", () -> waiting.size() == 1);
            http.session = "session-2";
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.UNAVAILABLE);
            Waiting.until("the next session", () -> fake.handshakes.get() == 2);
            waiting.remove().result(Calls.result("late"));
            assertThat(Calls.text(first)).isEqualTo("late");
        }
    }
}

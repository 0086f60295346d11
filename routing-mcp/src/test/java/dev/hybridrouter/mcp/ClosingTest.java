package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of calls and servers when an adapter is closed, or cannot begin. */
@Timeout(600)
class ClosingTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeServer fake = new FakeServer();

    @BeforeEach
    void answer() {
        fake.tools.put("generate_text", McpUnderTest.TEXT_SCHEMA);
        fake.script = call -> {};
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private static McpAdapter adapter(McpAdapter.Builder builder, McpServer.Builder server) {
        return builder.seed(3)
                .server(server.build())
                .tool("text", Calls.tool().build())
                .build();
    }

    @Test
    void aCallThatWaitsForAServerLeftAlone_isCancelledAndStartsNothing() {
        AtomicInteger starts = new AtomicInteger();
        McpAdapter mcp = adapter(McpAdapter.builder().clock(clock).scheduler(clock), McpServer.stdio("fake", () -> {
            starts.incrementAndGet();
            throw new IOException("no such program");
        }));
        assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        CompletableFuture<ModelResponse> waiting = mcp.call(Calls.of("x"));
        assertThat(waiting).isNotDone();

        mcp.close();

        assertThat(waiting).isDone();
        assertThat(Calls.failure(waiting).kind()).isEqualTo(FailureKind.CANCELLED);
        clock.advance(Duration.ofMinutes(1));
        assertThat(starts).hasValue(1);
    }

    @Test
    void callsInFlightOverHttp_areCancelled() {
        try (FakeHttp http = new FakeHttp(fake)) {
            McpAdapter mcp = adapter(McpAdapter.builder(), McpServer.http("fake", http.uri()));
            CompletableFuture<ModelResponse> call = mcp.call(Calls.of("x"));
            Waiting.until("the call", () -> fake.received.get() == 1);

            mcp.close();

            assertThat(Calls.failure(call).kind()).isEqualTo(FailureKind.CANCELLED);
        }
    }

    @Test
    void aSchedulerThatRefuses_costsOneCallAndNoSlot() {
        fake.script = call -> call.result(Calls.result("hello"));
        AtomicBoolean refuses = new AtomicBoolean(true);
        McpAdapter.Builder builder = McpAdapter.builder().clock(clock).scheduler((task, delay) -> {
            if (refuses.get()) {
                throw new RejectedExecutionException("full");
            }
            return clock.schedule(task, delay);
        });
        McpServer.Builder server =
                McpServer.stdio("fake", new FakeProgram(fake)).maxInFlight(1);
        try (McpAdapter mcp = adapter(builder, server)) {
            assertThat(Calls.failure(mcp.call(Calls.of("x"))).kind()).isEqualTo(FailureKind.OTHER);
            assertThat(mcp.start()).isCompletedExceptionally();
            refuses.set(false);
            clock.advance(Duration.ofSeconds(1));
            assertThat(Calls.text(mcp.call(Calls.of("x")))).isEqualTo("hello");
        }
    }
}

package dev.hybridrouter.mcp;

import dev.hybridrouter.spi.ProviderEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;

/**
 * The Reactive Streams TCK over streams through the whole adapter. Its tests are TestNG methods; here each becomes a
 * dynamic test, and those it would skip are left out.
 */
class McpStreamTckTest {
    @TestFactory
    Stream<DynamicTest> tck() {
        return Arrays.stream(Verification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                .filter(method -> !method.getName().startsWith("untested"))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method)));
    }

    private static void run(Method method) throws Throwable {
        try (FakeServer fake = new FakeServer();
                McpAdapter mcp = adapter(fake)) {
            Verification verification = new Verification(fake, mcp);
            verification.setUp();
            method.invoke(verification);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof SkipException)) {
                throw e.getCause();
            }
        }
    }

    private static McpAdapter adapter(FakeServer fake) {
        fake.tools.put("generate_text", McpUnderTest.TEXT_SCHEMA);
        McpAdapter mcp = McpAdapter.builder()
                .seed(3)
                .server(McpServer.stdio("fake", new FakeProgram(fake)).build())
                .tool("text", Calls.tool().build())
                .build();
        mcp.start().join();
        return mcp;
    }

    /** Streams of as many elements as the TCK asks for: pieces, of which one is the rest of the text, and the end; or the end alone. */
    public static final class Verification extends FlowPublisherVerification<ProviderEvent> {
        private static final int MOST = 100;
        private final FakeServer fake;
        private final McpAdapter mcp;

        Verification(FakeServer fake, McpAdapter mcp) {
            super(new TestEnvironment(500));
            this.fake = fake;
            this.mcp = mcp;
        }

        @Override
        public Flow.Publisher<ProviderEvent> createFlowPublisher(long elements) {
            fake.script = call -> {
                for (int piece = 0; piece < elements - 2; piece++) {
                    call.piece("x");
                }
                call.result(
                        elements == 1 ? Map.of("content", List.of()) : Calls.result("x".repeat((int) elements - 1)));
            };
            return mcp.stream(Calls.of("x"));
        }

        @Override
        public Flow.Publisher<ProviderEvent> createFailedFlowPublisher() {
            fake.script = call -> call.error(-32_603, "broke");
            return mcp.stream(Calls.of("x"));
        }

        @Override
        public long maxElementsFromPublisher() {
            return MOST;
        }
    }
}

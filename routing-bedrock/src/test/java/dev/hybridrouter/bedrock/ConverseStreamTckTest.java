package dev.hybridrouter.bedrock;

import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.test.ManualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;

/**
 * The Reactive Streams TCK over the bridge from the SDK's event stream. Its tests are TestNG methods; here each becomes a
 * dynamic test, and those it would skip are left out.
 */
class ConverseStreamTckTest {
    @TestFactory
    Stream<DynamicTest> tck() {
        return Arrays.stream(Verification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                .filter(method -> !method.getName().startsWith("untested"))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method)));
    }

    private static void run(Method method) throws Throwable {
        Verification verification = new Verification();
        verification.setUp();
        try {
            method.invoke(verification);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof SkipException)) {
                throw e.getCause();
            }
        }
    }

    /** Public because the methods of the TCK are called by reflection. */
    public static final class Verification extends FlowPublisherVerification<ProviderEvent> {
        public Verification() {
            super(new TestEnvironment(200, 50));
        }

        @Override
        public Flow.Publisher<ProviderEvent> createFlowPublisher(long elements) {
            List<ConverseStreamOutput> events = events(elements - 1);
            return new ConverseStream(
                    handler -> {
                        handler.onEventStream(SdkPublisher.fromIterable(events));
                        return new CompletableFuture<>();
                    },
                    AnswerLimit.DEFAULT,
                    ManualClock.create());
        }

        @Override
        public Flow.Publisher<ProviderEvent> createFailedFlowPublisher() {
            return new ConverseStream(
                    handler -> CompletableFuture.failedFuture(new IllegalStateException("refused")),
                    AnswerLimit.DEFAULT,
                    ManualClock.create());
        }

        /** So many pieces and the end of the answer, which makes one more. */
        private static List<ConverseStreamOutput> events(long pieces) {
            List<ConverseStreamOutput> events = new ArrayList<>();
            for (long i = 0; i < pieces; i++) {
                events.add(ConverseStreamOutput.contentBlockDeltaBuilder()
                        .contentBlockIndex(0)
                        .delta(delta -> delta.text("x"))
                        .build());
            }
            events.add(ConverseStreamOutput.messageStopBuilder()
                    .stopReason("end_turn")
                    .build());
            events.add(ConverseStreamOutput.metadataBuilder().build());
            return events;
        }

        @Override
        public long maxElementsFromPublisher() {
            return 100_000;
        }
    }
}

package dev.hybridrouter.core;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.Script;
import dev.hybridrouter.test.ScriptedProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;

/**
 * The Reactive Streams TCK over the router's streams. Its tests are TestNG methods; here each becomes a dynamic test, and
 * those it would skip, because a stream takes one subscriber and reports failures as values, are left out.
 */
class StreamTckTest {
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
    public static final class Verification extends FlowPublisherVerification<StreamEvent> {
        /** Opened and Closed come on top of the pieces. */
        private static final long FRAME = 2;

        public Verification() {
            super(new TestEnvironment(200, 50));
        }

        @Override
        public Flow.Publisher<StreamEvent> createFlowPublisher(long elements) {
            ManualClock clock = ManualClock.create();
            ScriptedProvider provider = ScriptedProvider.create(clock);
            Script script = provider.onAny();
            if (elements > FRAME) {
                String[] pieces = new String[(int) (elements - FRAME)];
                Arrays.fill(pieces, "x");
                script.reply(pieces);
            } else {
                script.content();
            }
            HybridRouter router = Routers.over(clock, provider, "one").build();
            return router.stream(RouteRequest.of("hi"));
        }

        @Override
        @SuppressWarnings("NullAway") // null tells the TCK that there is no such publisher
        public Flow.Publisher<StreamEvent> createFailedFlowPublisher() {
            return null;
        }

        @Override
        public long maxElementsFromPublisher() {
            return 100_000;
        }
    }
}

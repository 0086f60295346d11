package dev.hybridrouter.core.internal.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.request.RouteRequest;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Ending what is in flight. */
class CallRegistryTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");

    private final CallRegistry calls = new CallRegistry();

    @Test
    void abortAll_whenOneThrows_abortsTheOthers() {
        AtomicInteger aborted = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            assertThat(calls.add(failing(i, aborted))).isTrue();
        }

        calls.abortAll();

        assertThat(aborted).hasValue(10);
    }

    private static CallContext failing(int number, AtomicInteger aborted) {
        CallContext call = new CallContext(number, REQUEST, FactsReader.read(REQUEST, false, number), 0, 1);
        call.carriedBy(new InFlight() {
            @Override
            public void abort() {
                aborted.incrementAndGet();
                throw new IllegalStateException("a bug");
            }

            @Override
            public void brokeOff(IllegalStateException why) {}
        });
        return call;
    }
}

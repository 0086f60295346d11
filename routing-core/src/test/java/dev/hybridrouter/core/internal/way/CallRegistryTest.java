package dev.hybridrouter.core.internal.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Ending what is in flight. */
class CallRegistryTest {
    private final CallRegistry calls = new CallRegistry();

    @Test
    void abortAll_whenOneThrows_abortsTheOthers() {
        AtomicInteger aborted = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            InFlight call = () -> {
                aborted.incrementAndGet();
                throw new IllegalStateException("a bug");
            };
            assertThat(calls.add(call)).isTrue();
        }

        calls.abortAll();

        assertThat(aborted).hasValue(10);
    }
}

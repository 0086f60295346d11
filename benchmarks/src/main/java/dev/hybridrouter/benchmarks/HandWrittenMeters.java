package dev.hybridrouter.benchmarks;

import dev.hybridrouter.spi.ProviderException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The meters of a request, with the router's names and tags. Those of the usual way are made once, others when needed. */
final class HandWrittenMeters {
    private final MeterRegistry registry;
    private final LongAdder active = new LongAdder();
    private final Timer answered;
    private final Timer degraded;

    HandWrittenMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("hybridrouter.request.active", active, LongAdder::doubleValue)
                .register(registry);
        answered = timer("answered", false, "none");
        degraded = timer("answered", true, "none");
    }

    private Timer timer(String outcome, boolean fellBack, String error) {
        return Timer.builder("hybridrouter.request")
                .tags(
                        "operation",
                        "STANDARD",
                        "outcome",
                        outcome,
                        "degraded",
                        Boolean.toString(fellBack),
                        "error.type",
                        error)
                .register(registry);
    }

    long started() {
        active.increment();
        return System.nanoTime();
    }

    void answered(long startNanos, boolean fellBack) {
        active.decrement();
        (fellBack ? degraded : answered).record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }

    void failed(long startNanos, Throwable error) {
        active.decrement();
        timer("failed", false, error(error)).record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }

    static String error(Throwable thrown) {
        ProviderException failure = HandWritten.failure(thrown);
        return failure == null ? "other" : failure.failure().kind().name().toLowerCase(Locale.ROOT);
    }
}

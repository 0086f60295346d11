package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.internal.observe.MicrometerListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Meters of side calls. Every tag value comes from configuration or an enum.
 *
 * @param registry where they are kept; null if nowhere
 */
record SideMeters(@Nullable MeterRegistry registry) {
    private static final double NANOS_PER_USD = 1e9;

    void count(SideCall call) {
        if (registry == null) {
            return;
        }
        String kind = MicrometerListener.tag(call.kind());
        Timer.builder("hybridrouter.side_call")
                .description("Calls that left the process and were no attempts, with those that were refused")
                .tags("kind", kind, "name", call.name(), "outcome", MicrometerListener.tag(call.outcome()))
                .register(registry)
                .record(call.elapsedNanos(), TimeUnit.NANOSECONDS);
        long nanoUsd = call.costPending() ? 0 : call.cost().map(Money::nanoUsd).orElse(0L);
        if (nanoUsd > 0) {
            Counter.builder("hybridrouter.side_call.cost")
                    .description("What side calls cost, as far as that is known")
                    .baseUnit("usd")
                    .tags("kind", kind, "name", call.name())
                    .register(registry)
                    .increment(nanoUsd / NANOS_PER_USD);
        }
    }
}

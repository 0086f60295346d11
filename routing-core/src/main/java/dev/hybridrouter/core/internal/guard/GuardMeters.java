package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.spi.event.GuardInspected;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.spi.guard.GuardRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Counts what guards said.
 *
 * @param registry where
 */
public record GuardMeters(MeterRegistry registry) implements RouterListener {
    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof GuardInspected inspected) {
            count(inspected.inspection());
        }
    }

    private void count(GuardRecord record) {
        Counter.builder("hybridrouter.guard")
                .description("Requests and answers, or blocks of streamed answers, that guards inspected")
                .baseUnit("inspections")
                .tags(
                        "guard",
                        record.guard(),
                        "direction",
                        record.direction().name().toLowerCase(Locale.ROOT),
                        "outcome",
                        record.outcome().name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }
}

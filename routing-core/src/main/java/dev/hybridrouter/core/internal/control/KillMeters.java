package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillSwitch;
import dev.hybridrouter.core.internal.observe.RouterMeters;
import dev.hybridrouter.spi.event.KillSwitchChanged;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Meters of the kill switch. Scopes are no tags: they may name tenants. */
public final class KillMeters implements RouterListener {
    private final MeterRegistry registry;

    /** Registers the gauge. */
    public KillMeters(RouterMeters meters, KillSwitch control) {
        this.registry = meters.registry();
        meters.register(Gauge.builder("hybridrouter.kill_switch.engaged", control, each -> each.engaged()
                        .size())
                .description("Scopes in which the kill switch stops all, or a share"));
    }

    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof KillSwitchChanged changed) {
            count(changed.event());
        }
    }

    private void count(KillEvent event) {
        Counter.builder("hybridrouter.kill_switch.events")
                .description("Times the kill switch was thrown, or opened by a stage")
                .baseUnit("events")
                .tags(
                        "cause",
                        event.cause().name().toLowerCase(Locale.ROOT),
                        "open",
                        Integer.toString(event.openPercent()))
                .register(registry)
                .increment();
    }
}

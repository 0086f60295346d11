package dev.hybridrouter.core.internal.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.search.Search;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The meters of one router in a registry that it may share with others. What reads the state of the router has the tag
 * {@code router} and is removed with the router; counters and timers are events, which add up over all routers of the registry
 * and stay. Thread-safe.
 */
public final class RouterMeters {
    private static final String TAG = "router";
    private static final String CLAIM = "hybridrouter.router";

    private final MeterRegistry registry;
    private final Tag router;
    private final Queue<Meter> state = new ConcurrentLinkedQueue<>();

    private RouterMeters(MeterRegistry registry, String router) {
        this.registry = registry;
        this.router = Tag.of(TAG, router);
    }

    /**
     * Returns the meters of a router under the wanted name, or, where another router of the registry has it, under that name with
     * the first free number from 2.
     */
    public static RouterMeters claim(MeterRegistry registry, String wanted) {
        synchronized (registry) { // two routers that are built at once must not find one name free
            String name = wanted;
            for (int i = 2; isTaken(registry, name); i++) {
                name = wanted + "-" + i;
            }
            RouterMeters meters = new RouterMeters(registry, name);
            meters.register(Gauge.builder(CLAIM, () -> 1).description("Routers that are not closed"));
            return meters;
        }
    }

    private static boolean isTaken(MeterRegistry registry, String name) {
        return Search.in(registry).name(CLAIM).tag(TAG, name).meter() != null;
    }

    /** Returns where counters and timers are registered. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Returns the tag of what shows the state of this router. */
    public Tag router() {
        return router;
    }

    /** Registers what reads the state of this router. */
    public <T> void register(Gauge.Builder<T> gauge) {
        state.add(gauge.tag(TAG, router.getValue()).strongReference(true).register(registry));
    }

    /** Registers what reads the state of this router. */
    public <T> void register(FunctionCounter.Builder<T> counter) {
        state.add(counter.tag(TAG, router.getValue()).register(registry));
    }

    /** Removes what reads the state of this router; the name is free again. */
    public void close() {
        state.forEach(registry::remove);
        Search.in(registry).tag(TAG, router.getValue()).meters().stream()
                .filter(meter -> meter.getId().getName().startsWith("cache."))
                .forEach(registry::remove);
        state.clear();
    }
}

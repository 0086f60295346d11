package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.core.internal.cache.SharedTally.Call;
import dev.hybridrouter.core.internal.cache.SharedTally.Result;
import dev.hybridrouter.core.internal.observe.MicrometerListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/** How calls of the cache's second level ended. */
public final class SecondLevelMeters {
    private final MeterRegistry registry;
    private final List<FunctionCounter> counters = new ArrayList<>();

    /** Creates the meters in a registry. */
    public SecondLevelMeters(MeterRegistry registry, SharedTally tally) {
        this.registry = registry;
        for (Call call : Call.values()) {
            for (Result result : call.results()) {
                counters.add(FunctionCounter.builder(
                                "hybridrouter.cache.second", tally, counts -> counts.count(call, result))
                        .description("Calls of the cache's second level")
                        .baseUnit("calls")
                        .tags("call", MicrometerListener.tag(call), "result", MicrometerListener.tag(result))
                        .register(registry));
            }
        }
    }

    /** Removes the meters. */
    public void close() {
        counters.forEach(registry::remove);
    }
}

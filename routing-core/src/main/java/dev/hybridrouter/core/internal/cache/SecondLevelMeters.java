package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.core.internal.cache.SharedTally.Call;
import dev.hybridrouter.core.internal.cache.SharedTally.Result;
import dev.hybridrouter.core.internal.observe.MicrometerListener;
import dev.hybridrouter.core.internal.observe.RouterMeters;
import io.micrometer.core.instrument.FunctionCounter;

/** How calls of the cache's second level ended. */
public final class SecondLevelMeters {
    private SecondLevelMeters() {}

    /** Registers the meters of a router. */
    public static void register(RouterMeters meters, SharedTally tally) {
        for (Call call : Call.values()) {
            for (Result result : call.results()) {
                meters.register(FunctionCounter.builder(
                                "hybridrouter.cache.second", tally, counts -> counts.count(call, result))
                        .description("Calls of the cache's second level")
                        .baseUnit("calls")
                        .tags("call", MicrometerListener.tag(call), "result", MicrometerListener.tag(result)));
            }
        }
    }
}

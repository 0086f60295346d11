package dev.hybridrouter.core;

import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;

/** Builders of routers whose time and chance the test holds. */
final class Routers {
    private static final long SEED = 42;

    private Routers() {}

    /** A builder on the clock with the provider's targets of these names, all on the direct path. */
    static HybridRouterBuilder over(ManualClock clock, ScriptedProvider provider, String... targets) {
        HybridRouterBuilder builder = HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(SEED);
        for (String target : targets) {
            builder.target(provider.target(target).path(Path.DIRECT).build());
        }
        return builder;
    }
}

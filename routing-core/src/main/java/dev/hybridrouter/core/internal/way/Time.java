package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.spi.RouterClock;

/**
 * Clock, scheduler and chance of a router.
 *
 * @param clock the only source of time
 * @param timer the only source of delayed work
 * @param seed from which all chance follows
 */
public record Time(RouterClock clock, GuardedTimer timer, long seed) {
    /** The clock's reading. */
    public long now() {
        return clock.nanoTime();
    }
}

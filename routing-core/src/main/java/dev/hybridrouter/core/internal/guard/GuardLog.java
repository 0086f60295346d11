package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.Outage;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.guard.Guard;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Logs which guards fail, and when they work again. Thread-safe. */
final class GuardLog {
    private final RouterClock clock;
    private final Map<String, Outage> outages;

    GuardLog(List<Guard> guards, RouterClock clock) {
        this.clock = clock;
        this.outages = guards.stream()
                .map(Guard::id)
                .distinct()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), id -> Outage.paced()));
    }

    /** One that logs nothing. */
    static GuardLog silent() {
        return new GuardLog(List.of(), RouterClock.system()); // it has no outage to time
    }

    void failed(Guard guard, Direction direction, long request, Throwable thrown) {
        Outage outage = outages.get(guard.id());
        if (outage != null && outage.failed(clock.nanoTime())) {
            LogEvent.GUARD_FAILED
                    .line()
                    .with("guard", guard.id())
                    .with("direction", direction)
                    .with("request", request)
                    .with("cause", thrown.getClass().getName())
                    .thrown(SafeTrace.of(thrown))
                    .log();
        }
    }

    void worked(Guard guard, long request) {
        Outage outage = outages.get(guard.id());
        Outage.Ended ended = outage != null && outage.isOngoing() ? outage.worked(clock.nanoTime()) : null;
        if (ended != null) {
            LogEvent.GUARD_RECOVERED
                    .line()
                    .with("guard", guard.id())
                    .with("duration", ended.lasted())
                    .with("failures", ended.failures())
                    .with("request", request)
                    .log();
        }
    }
}

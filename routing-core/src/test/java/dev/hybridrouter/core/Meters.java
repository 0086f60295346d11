package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Looks up the meters of a router. */
final class Meters {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    SimpleMeterRegistry registry() {
        return registry;
    }

    /** The timer of requests of the standard operation type. */
    Timer request(String outcome, String degraded, String error) {
        return registry.get("hybridrouter.request")
                .tags("operation", "STANDARD", "outcome", outcome, "degraded", degraded, "error.type", error)
                .timer();
    }

    Timer attempt(String target, String kind, String error) {
        return registry.get("hybridrouter.attempt")
                .tags("target", target, "kind", kind, "error.type", error)
                .timer();
    }

    double tokens(String target, String type) {
        return registry.get("hybridrouter.tokens")
                .tags("target", target, "token.type", type)
                .counter()
                .count();
    }

    Gauge active() {
        return registry.get("hybridrouter.request.active").gauge();
    }

    boolean has(String name) {
        return !registry.find(name).meters().isEmpty();
    }

    /** The only meter of this name. */
    Timer onlyTimer(String name) {
        List<Timer> timers = List.copyOf(registry.get(name).timers());
        assertThat(timers).hasSize(1);
        return timers.get(0);
    }

    Set<String> names() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The different sets of tag keys that meters of this name have. */
    Set<Set<String>> keySets(String name) {
        return registry.find(name).meters().stream()
                .map(meter -> meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }

    static void assertTimed(Timer timer, long count, Duration total) {
        assertThat(timer.count()).isEqualTo(count);
        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo((double) total.toNanos());
    }
}

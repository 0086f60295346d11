package dev.hybridrouter.core.internal.observe;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.target.Money;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the cache did for requests, by operation type. Counters are found without making a key. */
final class CacheMeters {
    private static final double NANOS_PER_USD = 1e9;

    private final MeterRegistry registry;
    private final Map<String, Map<CacheUse.Kind, Counter>> requests = new ConcurrentHashMap<>();
    private final Map<String, Counter> saved = new ConcurrentHashMap<>();

    CacheMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    public void requestEnded(String operation, CacheUse use) {
        if (use.kind() == CacheUse.Kind.NONE) {
            return;
        }
        requests(operation, use.kind()).increment();
        Money money = use.saved().orElse(null);
        if (money != null && money.nanoUsd() > 0) {
            saved(operation).increment(money.nanoUsd() / NANOS_PER_USD);
        }
    }

    private Counter requests(String operation, CacheUse.Kind kind) {
        Map<CacheUse.Kind, Counter> known = requests.get(operation);
        Map<CacheUse.Kind, Counter> counters =
                known != null ? known : requests.computeIfAbsent(operation, name -> new ConcurrentHashMap<>());
        Counter counter = counters.get(kind);
        return counter != null ? counter : counters.computeIfAbsent(kind, name -> request(operation, name));
    }

    private Counter request(String operation, CacheUse.Kind kind) {
        return Counter.builder("hybridrouter.cache.requests")
                .description("Requests that asked the cache")
                .baseUnit("requests")
                .tags("operation", operation, "result", MicrometerListener.tag(kind))
                .register(registry);
    }

    private Counter saved(String operation) {
        Counter known = saved.get(operation);
        return known != null ? known : saved.computeIfAbsent(operation, this::saving);
    }

    private Counter saving(String operation) {
        return Counter.builder("hybridrouter.cache.saved")
                .description("What answers cost when they were given first")
                .baseUnit("usd")
                .tags("operation", operation)
                .register(registry);
    }
}

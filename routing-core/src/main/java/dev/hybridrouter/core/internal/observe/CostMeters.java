package dev.hybridrouter.core.internal.observe;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one target's attempts cost, by kind of attempt. For dashboards: the exact figures are in ledger and decisions. */
final class CostMeters {
    private static final double NANOS_PER_USD = 1e9;

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<AttemptKind, Counter> exact = new ConcurrentHashMap<>();
    private final Map<AttemptKind, Counter> estimated = new ConcurrentHashMap<>();
    private final Map<AttemptKind, Counter> unknown = new ConcurrentHashMap<>();

    CostMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    public void attemptEnded(Attempt attempt) {
        long cost = attempt.costNanoUsd();
        if (cost < 0 || attempt.costPending()) {
            unknown.computeIfAbsent(attempt.kind(), this::unknown).increment();
        } else if (cost > 0) {
            cost(attempt).increment(cost / NANOS_PER_USD);
        }
    }

    private Counter cost(Attempt attempt) {
        Map<AttemptKind, Counter> counters = attempt.costEstimated() ? estimated : exact;
        Counter known = counters.get(attempt.kind());
        return known != null
                ? known
                : counters.computeIfAbsent(attempt.kind(), kind -> cost(kind, attempt.costEstimated()));
    }

    private Counter cost(AttemptKind kind, boolean isEstimate) {
        return Counter.builder("hybridrouter.cost")
                .description("What attempts cost")
                .baseUnit("usd")
                .tags(tags)
                .tags("kind", MicrometerListener.tag(kind), "estimated", Boolean.toString(isEstimate))
                .register(registry);
    }

    private Counter unknown(AttemptKind kind) {
        return Counter.builder("hybridrouter.cost.unknown")
                .description("Attempts of which nobody knows what they cost")
                .baseUnit("attempts")
                .tags(tags)
                .tags("kind", MicrometerListener.tag(kind))
                .register(registry);
    }
}

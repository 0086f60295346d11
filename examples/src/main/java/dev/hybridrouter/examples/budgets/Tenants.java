package dev.hybridrouter.examples.budgets;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts, by tenant, what became of requests and what their decisions say they cost. Thread-safe. */
final class Tenants implements RouterListener {
    private final Map<String, Count> counts = new LinkedHashMap<>();

    Tenants(List<String> names) {
        names.forEach(name -> counts.put(name, new Count()));
    }

    /** What became of the requests of one tenant. */
    static final class Count {
        private long answered;
        private long refused;
        private long failed;
        private long fallbacks;
        private long nanoUsd;

        synchronized void add(RouteResult result) {
            answered += result instanceof RouteResult.Answered ? 1 : 0;
            refused += isRefusedForMoney(result) ? 1 : 0;
            failed += result instanceof RouteResult.Answered || isRefusedForMoney(result) ? 0 : 1;
            List<Attempt> attempts = result.decision().attempts();
            fallbacks += attempts.size() > 1 ? 1 : 0;
            for (Attempt attempt : attempts) {
                nanoUsd += attempt.cost().orElseThrow().nanoUsd();
            }
        }

        private static boolean isRefusedForMoney(RouteResult result) {
            return result instanceof RouteResult.Rejected rejected
                    && rejected.reasons().stream().anyMatch(why -> why.reason() == RejectionReason.BUDGET);
        }

        synchronized long answered() {
            return answered;
        }

        synchronized long refused() {
            return refused;
        }

        synchronized long failed() {
            return failed;
        }

        synchronized long fallbacks() {
            return fallbacks;
        }

        synchronized long nanoUsd() {
            return nanoUsd;
        }
    }

    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof RequestEnded ended) {
            of(ended.facts().context().tenant()).add(ended.result());
        }
    }

    Count of(String tenant) {
        Count count = counts.get(tenant);
        if (count == null) {
            throw new IllegalArgumentException("tenant: " + tenant + " (expected: one of " + counts.keySet() + ")");
        }
        return count;
    }

    List<String> names() {
        return List.copyOf(counts.keySet());
    }

    /** What all decisions together say was spent, in nano-dollars. */
    long nanoUsd() {
        return counts.values().stream().mapToLong(Count::nanoUsd).sum();
    }
}

package dev.hybridrouter.core.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What may have been committed, at most, by an account that the ledger no longer holds: for each budget, the largest sum of those
 * that were dropped while it counted. Whoever opens an account begins with that much, so that nobody gets past a limit by being
 * forgotten (the rule of SpaceSaving, Metwally and others 2005: counts are too high, never too low). Thread-safe.
 */
final class Floors {
    private final Map<String, Floor> byBudget = new ConcurrentHashMap<>();

    /**
     * What was dropped.
     *
     * @param amount the largest sum
     * @param untilMillis from when on it counts no more
     */
    record Floor(long amount, long untilMillis) {
        Floor with(Floor other) {
            return new Floor(Math.max(amount, other.amount), Math.max(untilMillis, other.untilMillis));
        }
    }

    /** Notes what a dropped account had committed. */
    void raise(String budget, Floor dropped) {
        if (dropped.amount > 0) {
            byBudget.merge(budget, dropped, Floor::with);
        }
    }

    /** What an account that is opened begins with. */
    long of(String budget, long epochMillis) {
        Floor floor = byBudget.get(budget);
        if (floor == null) {
            return 0;
        }
        if (floor.untilMillis <= epochMillis) {
            byBudget.remove(budget, floor);
            return 0;
        }
        return floor.amount;
    }
}

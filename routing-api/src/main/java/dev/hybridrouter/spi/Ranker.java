package dev.hybridrouter.spi;

import java.util.List;

/**
 * Orders the admissible targets of a request when it sees all of them at once, for example to try one that is known too
 * little with a small probability. It comes after the strategies and has the last word. It cannot bring back what a
 * constraint removed.
 *
 * <p>It runs on many threads; it MUST be quick, MUST take all chance from its argument, and MUST return a permutation of
 * the targets that it was given. One that throws, returns null, or returns anything else counts as one that keeps the
 * order; the router logs that once for each policy. It is not asked about fewer than two targets, nor while a budget asks
 * for cheaper targets first.
 *
 * <pre>{@code
 * Ranker tryTheLast = Ranker.named("try-the-last", (request, targets, chance) -> {
 *     List<TargetView> order = new ArrayList<>(targets);
 *     if (chance < 0.05) {
 *         Collections.rotate(order, 1);
 *         return Ranking.drawn(order, 0.05);
 *     }
 *     return Ranking.drawn(order, 0.95);
 * });
 * }</pre>
 */
public interface Ranker {
    /** Returns its name in decisions. */
    String name();

    /**
     * Returns the order in which the targets are tried.
     *
     * @param request what is asked
     * @param targets the admissible targets in the order of the strategies, at least two; those whose provider asked to slow
     *     down come last, and before them those whose quota makes the request wait. Unmodifiable
     * @param chance a random number from 0 (included) to 1 (excluded), drawn for this request
     */
    Ranking rank(RequestFacts request, List<TargetView> targets, double chance);

    /** Returns a ranker of this name and function. */
    static Ranker named(String name, Ordering ordering) {
        return new NamedRanker(name, ordering);
    }

    /** The function of a ranker. */
    @FunctionalInterface
    interface Ordering {
        /** Returns the order in which the targets are tried. */
        Ranking rank(RequestFacts request, List<TargetView> targets, double chance);
    }
}

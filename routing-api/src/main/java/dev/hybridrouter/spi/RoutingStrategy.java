package dev.hybridrouter.spi;

/**
 * Orders the targets that constraints left. It gives each a score; lower is better, equal scores are told apart by the
 * next strategy in the chain and at last by the order in which the targets were added. It runs on many threads; it MUST
 * be a pure function of its arguments, quick, and never return NaN. It cannot bring back what a constraint removed. One
 * that throws counts as giving every target the same score.
 *
 * <pre>{@code
 * RoutingStrategy nearest = RoutingStrategy.named("nearest", (request, target, chance) ->
 *         target.target().region().equals(Optional.of("eu-central-1")) ? 0 : 1);
 * }</pre>
 */
public interface RoutingStrategy {
    /** Name in decisions and metrics. */
    String name();

    /**
     * Returns the score of a target; lower is better.
     *
     * @param request what is asked
     * @param target the target
     * @param chance a random number from 0 (included) to 1 (excluded), drawn for this request and target
     */
    double score(RequestFacts request, TargetView target, double chance);

    /** Returns a strategy of this name and scoring. */
    static RoutingStrategy named(String name, Scoring scoring) {
        return new NamedStrategy(name, scoring);
    }

    /** The scoring part of a strategy. */
    @FunctionalInterface
    interface Scoring {
        /** Returns the score of a target; lower is better. */
        double score(RequestFacts request, TargetView target, double chance);
    }
}

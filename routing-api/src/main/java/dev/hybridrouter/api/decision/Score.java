package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.internal.Check;

/**
 * What one strategy made of a target; lower is better.
 *
 * @param strategy name of the strategy
 * @param value its score; positive infinity puts a target last
 */
public record Score(String strategy, double value) {
    /** Refuses NaN. */
    public Score {
        Check.notBlank(strategy, "score.strategy");
        if (Double.isNaN(value)) {
            throw Check.invalid("score.value", value, "a number, lower is better");
        }
    }
}

package dev.hybridrouter.spi;

import dev.hybridrouter.api.internal.Check;
import java.util.List;
import java.util.OptionalDouble;

/** The order that a {@link Ranker} gives the targets of a request. Immutable. */
public final class Ranking {
    private final List<TargetView> order;
    private final double propensity; // NaN where the first choice was certain

    private Ranking(List<TargetView> order, double propensity) {
        this.order = Check.copy(order, "ranking.order");
        this.propensity = propensity;
    }

    /**
     * Returns an order that the ranker would give each time.
     *
     * @param order the targets that the ranker was given, best first
     */
    public static Ranking certain(List<TargetView> order) {
        return new Ranking(order, Double.NaN);
    }

    /**
     * Returns an order that the ranker drew.
     *
     * @param order the targets that the ranker was given, best first
     * @param propensity the probability with which its first target came first, above 0 and at most 1
     */
    public static Ranking drawn(List<TargetView> order, double propensity) {
        return new Ranking(order, Check.between(Double.MIN_VALUE, 1, propensity, "ranking.propensity"));
    }

    /** Returns the targets, best first. Unmodifiable. */
    public List<TargetView> order() {
        return order;
    }

    /** Returns the probability with which the first target came first; empty if that was certain. */
    public OptionalDouble propensity() {
        return Double.isNaN(propensity) ? OptionalDouble.empty() : OptionalDouble.of(propensity);
    }

    @Override
    public String toString() {
        return "Ranking[" + order.stream().map(view -> view.target().id()).toList()
                + (Double.isNaN(propensity) ? "]" : ", propensity=" + propensity + "]");
    }
}

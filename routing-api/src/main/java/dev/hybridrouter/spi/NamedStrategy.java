package dev.hybridrouter.spi;

import dev.hybridrouter.api.internal.Check;

/** A strategy made of a name and a function. */
record NamedStrategy(String name, Scoring scoring) implements RoutingStrategy {
    NamedStrategy {
        Check.name(name, "strategy.name");
        Check.notNull(scoring, "strategy.scoring");
    }

    @Override
    public double score(RequestFacts request, TargetView target, double chance) {
        return scoring.score(request, target, chance);
    }
}

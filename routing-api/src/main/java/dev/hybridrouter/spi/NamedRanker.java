package dev.hybridrouter.spi;

import dev.hybridrouter.api.internal.Check;
import java.util.List;

/** A ranker made of a name and a function. */
record NamedRanker(String name, Ordering ordering) implements Ranker {
    NamedRanker {
        Check.name(name, "ranker.name");
        Check.notNull(ordering, "ranker.ordering");
    }

    @Override
    public Ranking rank(RequestFacts request, List<TargetView> targets, double chance) {
        return ordering.rank(request, targets, chance);
    }
}

package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;

/** Records what attempts cost where the router has no budgets. */
public final class PriceGate implements Gate {
    private final Tariffs tariffs;

    /** Creates the gate of these tariffs. */
    public PriceGate(Tariffs tariffs) {
        this.tariffs = tariffs;
    }

    @Override
    public Hold pass(Draft attempt, long nowNanos) {
        return tariffs.unheld(attempt.index(), attempt.call().request());
    }
}

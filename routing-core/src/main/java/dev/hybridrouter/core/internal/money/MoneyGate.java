package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.core.internal.way.Affordability;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.core.internal.way.Preparation;
import dev.hybridrouter.core.internal.way.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the worst case of each attempt within the budgets of its request, which it opens before the request is planned. */
public final class MoneyGate implements Gate, Preparation {
    private final Treasury treasury;
    private final Slot<Purse> purses;

    /** Creates the gate of these budgets. */
    public MoneyGate(Treasury treasury, Slot<Purse> purses) {
        this.treasury = treasury;
        this.purses = purses;
    }

    @Override
    public void prepare(CallContext call) {
        Purse purse = treasury.open(call);
        purses.put(call, purse);
        call.change(purse.request(), purse.facts());
    }

    /** What a request can afford; null before it is prepared. */
    public @Nullable Affordability affordability(CallContext call) {
        return purses.of(call);
    }

    @Override
    public @Nullable Hold pass(Draft attempt, long nowNanos) {
        Purse purse = purses.of(attempt.call());
        if (purse == null) {
            throw new IllegalStateException("an attempt of a request whose budgets were not opened");
        }
        Treasury.Held held = treasury.hold(purse, attempt.index());
        if (held.refusal() != null) {
            attempt.refuse(List.of(held.refusal()));
        }
        return held.charge();
    }
}

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
    private final Budgets budgets;
    private final Slot<RequestBudget> requestBudgets;

    /** Creates the gate of these budgets. */
    public MoneyGate(Budgets budgets, Slot<RequestBudget> requestBudgets) {
        this.budgets = budgets;
        this.requestBudgets = requestBudgets;
    }

    @Override
    public void prepare(CallContext call) {
        RequestBudget requestBudget = budgets.open(call);
        requestBudgets.put(call, requestBudget);
        call.change(requestBudget.request(), requestBudget.facts());
    }

    /** What a request can afford; null before it is prepared. */
    public @Nullable Affordability affordability(CallContext call) {
        return requestBudgets.of(call);
    }

    @Override
    public @Nullable Hold pass(Draft attempt, long nowNanos) {
        RequestBudget requestBudget = requestBudgets.of(attempt.call());
        if (requestBudget == null) {
            throw new IllegalStateException("an attempt of a request whose budgets were not opened");
        }
        Budgets.Held held = budgets.hold(requestBudget, attempt.index());
        if (held.refusal() != null) {
            attempt.refuse(List.of(held.refusal()));
        }
        return held.reservation();
    }
}

package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.internal.Check;

/** A budget reached a threshold, or was overrun. */
public final class BudgetReported implements RouterEvent {
    private final BudgetEvent event;

    private BudgetReported(BudgetEvent event) {
        this.event = event;
    }

    /**
     * Returns the event of a budget.
     *
     * @param event what happened to which account
     */
    public static BudgetReported of(BudgetEvent event) {
        return new BudgetReported(Check.notNull(event, "budgetReported.event"));
    }

    /** Returns what happened to which account. */
    public BudgetEvent event() {
        return event;
    }

    @Override
    public String toString() {
        return "BudgetReported[" + event + "]";
    }
}

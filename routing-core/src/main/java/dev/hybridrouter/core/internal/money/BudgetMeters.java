package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.internal.observe.RouterMeters;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.event.BudgetReported;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.spi.ledger.Ledger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Meters of budgets, tagged by budget and never by holder, of which there may be as many as there are tenants. Accounts
 * are only read when a gauge is.
 */
public final class BudgetMeters implements RouterListener {
    private final RouterMeters meters;
    private final Ledger ledger;
    private final RouterClock clock;

    /** Registers gauges for each of the budgets. */
    public BudgetMeters(RouterMeters meters, BudgetPolicy policy, Ledger ledger, RouterClock clock) {
        this.meters = meters;
        this.ledger = ledger;
        this.clock = clock;
        for (Budget budget : policy.budgets()) {
            gauge(
                    "hybridrouter.budget.used",
                    "Share of the budget that its fullest account has committed",
                    budget,
                    b -> accounts(b).stream()
                            .mapToDouble(state -> share(b, state))
                            .max()
                            .orElse(0));
            gauge("hybridrouter.budget.accounts", "Accounts of the budget", budget, b -> accounts(b)
                    .size());
        }
    }

    private void gauge(String name, String description, Budget budget, ToDoubleFunction<Budget> figure) {
        meters.register(
                Gauge.builder(name, budget, figure).description(description).tag("budget", budget.name()));
    }

    private List<AccountState> accounts(Budget budget) {
        return ledger.accounts(clock.instant()).stream()
                .filter(state -> state.id().budget().equals(budget.name()))
                .toList();
    }

    private static double share(Budget budget, AccountState state) {
        return (double) state.committed().nanoUsd()
                / budget.amountFor(state.id().holder()).nanoUsd();
    }

    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof BudgetReported reported) {
            count(reported.event());
        }
    }

    private void count(BudgetEvent event) {
        Counter.builder("hybridrouter.budget.events")
                .description(
                        "Thresholds that accounts reached, calls that cost more than was reserved for them, corrections")
                .baseUnit("events")
                .tags("budget", event.account().id().budget(), "event", name(event))
                .register(meters.registry())
                .increment();
    }

    private static String name(BudgetEvent event) {
        if (event instanceof BudgetEvent.ThresholdReached reached) {
            return "threshold_" + reached.percent();
        }
        return event instanceof BudgetEvent.Corrected ? "corrected" : "overrun";
    }
}

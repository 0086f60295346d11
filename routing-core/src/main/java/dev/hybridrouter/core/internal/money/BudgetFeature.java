package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.feature.Order;
import dev.hybridrouter.spi.ledger.Ledger;

/** Budgets: each attempt's worst case is held before it is sent. */
public final class BudgetFeature implements Feature {
    private final BudgetPolicy policy;
    private final Ledger ledger;
    private final Treasury treasury;

    /** Creates the feature over a ledger, with the treasury that keeps its budgets. */
    public BudgetFeature(BudgetPolicy policy, Ledger ledger, Treasury treasury) {
        this.policy = policy;
        this.ledger = ledger;
        this.treasury = treasury;
    }

    @Override
    public void install(Fitting fitting) {
        Foundation foundation = fitting.foundation();
        MoneyGate gate = new MoneyGate(treasury, foundation.slots().next());
        fitting.preparation(gate);
        fitting.affordability(gate::affordability);
        fitting.gate(Order.OfGate.MONEY, gate);
        fitting.onHalt(treasury::halt);
        fitting.onClose(treasury::close);
        if (foundation.registry() != null) {
            BudgetMeters meters = new BudgetMeters(
                    foundation.registry(), policy, ledger, foundation.time().clock());
            fitting.listener(meters);
            fitting.onClose(meters::close);
        }
    }
}

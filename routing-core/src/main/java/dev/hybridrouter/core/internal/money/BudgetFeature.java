package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.status.ComponentStatus;
import dev.hybridrouter.api.status.Condition;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.feature.Order;
import dev.hybridrouter.spi.ledger.Ledger;
import java.util.Optional;

/** Budgets: the worst case of each attempt and each side call is held before it is sent. */
public final class BudgetFeature implements Feature {
    private final BudgetPolicy policy;
    private final Ledger ledger;
    private final Tariffs tariffs;

    /** Creates the feature over a ledger, with what targets charge. */
    public BudgetFeature(BudgetPolicy policy, Ledger ledger, Tariffs tariffs) {
        this.policy = policy;
        this.ledger = ledger;
        this.tariffs = tariffs;
    }

    @Override
    public void install(Fitting fitting) {
        Foundation foundation = fitting.foundation();
        Budgets budgets = new Budgets(policy, ledger, tariffs, foundation);
        foundation.sideCalls().money(budgets);
        MoneyGate gate = new MoneyGate(budgets, foundation.slots().next());
        fitting.preparation(gate);
        fitting.affordability(gate::affordability);
        fitting.gate(Order.OfGate.MONEY, gate);
        fitting.status(this::status);
        fitting.subjectStore(
                new LedgerErasure(policy, ledger, budgets, foundation.time().clock()));
        if (policy.isTenantRequired()) {
            TenantRequired required = new TenantRequired(foundation.time().clock());
            fitting.stage(Order.OfStage.CONDITION, required);
            fitting.constraint(required);
        }
        if (foundation.meters() != null) {
            fitting.listener(new BudgetMeters(
                    foundation.meters(), policy, ledger, foundation.time().clock()));
        }
    }

    private ComponentStatus status() {
        Optional<String> trouble = ledger.trouble();
        ComponentStatus.Builder status =
                ComponentStatus.builder("ledger", trouble.isEmpty() ? Condition.NORMAL : Condition.OUT);
        trouble.ifPresent(why -> status.fact("trouble", why));
        return status.build();
    }
}

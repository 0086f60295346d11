package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.status.ComponentStatus;
import dev.hybridrouter.api.status.Condition;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.feature.Order;
import dev.hybridrouter.core.internal.tools.Flows;
import dev.hybridrouter.spi.TokenCounter;
import dev.hybridrouter.spi.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
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
        fitting.flows(Flows.of(ledger, "ledger"));
        if (policy.isCalibratedByCounting()) {
            fitting.flows(() -> counts(foundation));
        }
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

    /** Nothing is counted where the adapter cannot. */
    private static List<DataFlow> counts(Foundation foundation) {
        List<DataFlow> flows = new ArrayList<>();
        for (int i = 0; i < foundation.targets().size(); i++) {
            if (foundation.adapters().get(i) instanceof TokenCounter) {
                Target target = foundation.targets().get(i);
                flows.add(Flows.to(target, FlowKind.TOKEN_COUNT, target.id().value(), FlowContent.PROMPT)
                        .handling(foundation.handling(i))
                        .build());
            }
        }
        return flows;
    }

    private ComponentStatus status() {
        Optional<String> trouble = ledger.trouble();
        ComponentStatus.Builder status =
                ComponentStatus.builder("ledger", trouble.isEmpty() ? Condition.NORMAL : Condition.OUT);
        trouble.ifPresent(why -> status.fact("trouble", why));
        return status.build();
    }
}

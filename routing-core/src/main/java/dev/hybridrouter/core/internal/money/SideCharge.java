package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.internal.sidecall.SideHold;
import dev.hybridrouter.spi.ledger.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's line of a call that is no attempt, such as an embedding.
 *
 * @param line what is held
 * @param budgets keeps the ledger
 * @param requestBudget pays
 */
record SideCharge(Reservation line, Budgets budgets, RequestBudget requestBudget) implements SideHold {
    @Override
    public Money settle(@Nullable Money reported) {
        Money cost = reported != null ? reported : line.amount();
        guarded(() -> {
            line.settle(cost);
            budgets.settledAside(line, cost, requestBudget);
        });
        return cost;
    }

    @Override
    public void release() {
        guarded(line::release);
    }

    @Override
    public void leavePending() {
        guarded(() -> line.leavePending(budgets.epochMillis()));
    }

    private void guarded(Runnable change) {
        try {
            change.run();
        } catch (Throwable e) { // the line stays open, which errs on the safe side
            budgets.log().ledgerFailed(requestBudget.call().number(), e);
        }
    }
}

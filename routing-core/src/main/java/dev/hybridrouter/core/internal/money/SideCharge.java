package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.internal.sidecall.SideCost;
import dev.hybridrouter.core.internal.sidecall.SideHold;
import dev.hybridrouter.diagnostics.LogEvent;
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
    /** A report of more than so many times what the call was to cost at most is not believed. */
    private static final long MOST_TIMES = 10;

    @Override
    public SideCost settle(@Nullable Money reported) {
        if (reported != null && reported.nanoUsd() / MOST_TIMES > line.amount().nanoUsd()) {
            LogEvent.SIDE_COST_REJECTED
                    .line()
                    .with("request", requestBudget.call().number())
                    .with("reported", reported)
                    .with("expected", line.amount())
                    .with("line", line.line())
                    .log();
            return leavePending();
        }
        Money cost = reported != null ? reported : line.amount();
        guarded(() -> {
            line.settle(cost);
            budgets.settledAside(line, cost, requestBudget);
        });
        return SideCost.known(cost);
    }

    @Override
    public void release() {
        guarded(line::release);
    }

    @Override
    public SideCost leavePending() {
        guarded(() -> line.leavePending(budgets.epochMillis()));
        return SideCost.pending(line.amount());
    }

    private void guarded(Runnable change) {
        try {
            change.run();
        } catch (Throwable e) { // the line stays open, which errs on the safe side
            budgets.log().ledgerFailed(requestBudget.call().number(), e);
        }
    }
}

package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.internal.sidecall.SideCost;
import dev.hybridrouter.core.internal.sidecall.SideHold;
import dev.hybridrouter.spi.ledger.Reservation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger's line of a call that is no attempt, such as an embedding.
 *
 * @param line what is held
 * @param budgets keeps the ledger
 * @param requestBudget pays
 */
record SideCharge(Reservation line, Budgets budgets, RequestBudget requestBudget) implements SideHold {
    private static final Logger LOG = LoggerFactory.getLogger(SideCharge.class);

    /** A report of more than so many times what the call was to cost at most is not believed. */
    private static final long MOST_TIMES = 10;

    @Override
    public SideCost settle(@Nullable Money reported) {
        if (reported != null && reported.nanoUsd() / MOST_TIMES > line.amount().nanoUsd()) {
            LOG.atWarn()
                    .addKeyValue("line", line.line())
                    .log(
                            "A side call reported a cost that cannot be true: {}, where at most {} was expected; that stays"
                                    + " pending as line {}. Reconcile it, or correct what the side call reports",
                            reported,
                            line.amount(),
                            line.line());
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

    private static void guarded(Runnable change) {
        try {
            change.run();
        } catch (Throwable e) { // the line stays open, which errs on the safe side
            Budgets.report(e);
        }
    }
}

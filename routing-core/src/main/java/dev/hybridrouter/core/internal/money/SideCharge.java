package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.internal.sidecall.SideHold;
import dev.hybridrouter.spi.ledger.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's line of a call that is no attempt, such as an embedding.
 *
 * @param line what is held
 * @param treasury keeps the ledger
 * @param purse pays
 */
record SideCharge(Reservation line, Treasury treasury, Purse purse) implements SideHold {
    @Override
    public Money settle(@Nullable Money reported) {
        Money cost = reported != null ? reported : line.amount();
        guarded(() -> {
            line.settle(cost);
            treasury.settledAside(line, cost, purse);
        });
        return cost;
    }

    @Override
    public void release() {
        guarded(line::release);
    }

    @Override
    public void leavePending() {
        guarded(() -> line.leavePending(treasury.epochMillis()));
    }

    private static void guarded(Runnable change) {
        try {
            change.run();
        } catch (Throwable e) { // the line stays open, which errs on the safe side
            Treasury.report(e);
        }
    }
}

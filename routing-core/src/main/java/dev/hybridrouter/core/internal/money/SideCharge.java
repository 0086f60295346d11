package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.Reservation;
import org.jspecify.annotations.Nullable;

/** What a call costs that is no attempt, such as an embedding, and the money held for it. Ended once, by whoever ends the call. */
public final class SideCharge {
    private final @Nullable Hold hold;

    SideCharge(@Nullable Hold hold) {
        this.hold = hold;
    }

    /** Money held in a ledger. */
    record Hold(Reservation line, Treasury treasury, Purse purse) {}

    /** A charge of a router that has no budgets. */
    public static SideCharge unheld() {
        return new SideCharge(null);
    }

    /**
     * Settles what the call cost.
     *
     * @param told what it cost; null if it was not told, and what is held then stands for it
     * @return what was settled; null if nobody knows
     */
    public @Nullable Money answered(@Nullable Money told) {
        if (hold == null) {
            return told;
        }
        Money cost = told != null ? told : hold.line.amount();
        settle(hold, cost);
        return cost;
    }

    private static void settle(Hold hold, Money cost) {
        try {
            hold.line.settle(cost);
            hold.treasury.settledAside(hold.line, cost, hold.purse);
        } catch (Throwable e) { // the line stays open, which errs on the safe side
            Treasury.report(e);
        }
    }

    /** Releases what is held for a call that failed or was not made, or keeps it pending; null if nobody knows the cost. */
    public @Nullable Money failed(Billing billing) {
        if (hold != null) {
            try {
                var unused = billing == Billing.NONE
                        ? hold.line.release()
                        : hold.line.leavePending(hold.treasury.epochMillis());
            } catch (Throwable e) { // the line stays open, which errs on the safe side
                Treasury.report(e);
            }
        }
        return billing == Billing.NONE ? Money.ZERO : null;
    }
}

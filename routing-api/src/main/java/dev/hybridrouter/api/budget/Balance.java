package dev.hybridrouter.api.budget;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;

/**
 * Where the money of an account is.
 *
 * @param settled what was spent
 * @param reserved what calls in progress may still spend
 * @param pending what calls of unknown end may have spent
 */
public record Balance(Money settled, Money reserved, Money pending) {
    /** Checks that all is there. */
    public Balance {
        Check.notNull(settled, "balance.settled");
        Check.notNull(reserved, "balance.reserved");
        Check.notNull(pending, "balance.pending");
    }

    /** Settled, reserved and pending together. */
    public Money committed() {
        return settled.plus(reserved).plus(pending);
    }
}

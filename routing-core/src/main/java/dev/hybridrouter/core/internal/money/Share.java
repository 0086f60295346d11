package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One holder's part of a budget: its account, and which thresholds were told. Thread-safe. */
final class Share {
    private static final double PERCENT = 100;

    private final Budget budget;
    private final LedgerAccount account;
    private final long amount;
    private volatile Told told = new Told(Long.MIN_VALUE, 0);

    Share(Budget budget, LedgerAccount account, String holder) {
        this.budget = budget;
        this.account = account;
        this.amount = budget.amountFor(holder).nanoUsd();
    }

    /** How many of the thresholds were told in a window. */
    private record Told(long windowStart, int count) {}

    Budget budget() {
        return budget;
    }

    LedgerAccount account() {
        return account;
    }

    /** What is left of the budget; may be negative. */
    long left(long epochMillis) {
        return amount - account.committedNanoUsd(epochMillis);
    }

    /** How much of the budget is committed, in percent, given what is left. */
    double percent(long left) {
        return (amount - left) * PERCENT / amount;
    }

    /** The event of the highest threshold that was reached and not told yet in this window; null if there is none. */
    BudgetEvent.@Nullable ThresholdReached reached(long epochMillis) {
        int count = thresholdsBelow(percent(left(epochMillis)));
        return count == 0 || isTold(count, epochMillis) ? null : tell(count, epochMillis);
    }

    private int thresholdsBelow(double percent) {
        int count = 0;
        while (count < budget.thresholds().size() && budget.thresholds().get(count) <= percent) {
            count++;
        }
        return count;
    }

    private boolean isTold(int count, long epochMillis) {
        Told now = told;
        return now.windowStart == account.windowStartMillis(epochMillis) && now.count >= count;
    }

    private synchronized BudgetEvent.@Nullable ThresholdReached tell(int count, long epochMillis) {
        if (isTold(count, epochMillis)) {
            return null;
        }
        told = new Told(account.windowStartMillis(epochMillis), count);
        return new BudgetEvent.ThresholdReached(
                account.state(Instant.ofEpochMilli(epochMillis)),
                budget.thresholds().get(count - 1));
    }
}

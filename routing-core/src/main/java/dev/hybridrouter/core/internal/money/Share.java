package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.diagnostics.Outage;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One holder's part of a budget: its account, and which thresholds were told. Thread-safe. */
final class Share {
    private static final double PERCENT = 100;

    private final Budget budget;
    private final LedgerAccount account;
    private final long amount;
    private final AtomicReference<Told> told;
    private volatile @Nullable Outage warned;

    Share(Budget budget, LedgerAccount account, String holder) {
        this.budget = budget;
        this.account = account;
        this.amount = budget.amountFor(holder).nanoUsd();
        this.told = new AtomicReference<>(new Told(Long.MIN_VALUE, 0));
    }

    /** How many of the thresholds were told in a window. */
    private record Told(long windowStart, int count) {
        boolean isLess(int others, long window) {
            return windowStart != window || count < others;
        }
    }

    Budget budget() {
        return budget;
    }

    LedgerAccount account() {
        return account;
    }

    Money amount() {
        return new Money(amount);
    }

    Money committed(long epochMillis) {
        return new Money(account.committedNanoUsd(epochMillis));
    }

    /** A line said that a threshold was reached: another is due once none is any more. */
    void warned(long nowNanos) {
        Outage outage = Outage.each();
        outage.failed(nowNanos);
        warned = outage;
    }

    /** How long thresholds were reached, if a line said so and none is any more; null otherwise. */
    Outage.@Nullable Ended relieved(long epochMillis, long nowNanos) {
        Outage outage = warned;
        return outage != null && thresholdsBelow(percent(left(epochMillis))) == 0 ? outage.worked(nowNanos) : null;
    }

    boolean isWarned() {
        Outage outage = warned;
        return outage != null && outage.isOngoing();
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
        return count > 0 && tell(count, account.windowStartMillis(epochMillis)) ? event(count, epochMillis) : null;
    }

    private int thresholdsBelow(double percent) {
        int count = 0;
        while (count < budget.thresholds().size() && budget.thresholds().get(count) <= percent) {
            count++;
        }
        return count;
    }

    /** Returns whether it falls to the caller to tell of so many thresholds. */
    private boolean tell(int count, long window) {
        Told before = Objects.requireNonNull(told.get());
        while (before.isLess(count, window)) {
            if (told.compareAndSet(before, new Told(window, count))) {
                return true;
            }
            before = Objects.requireNonNull(told.get());
        }
        return false;
    }

    private BudgetEvent.ThresholdReached event(int count, long epochMillis) {
        return new BudgetEvent.ThresholdReached(
                account.state(Instant.ofEpochMilli(epochMillis)),
                budget.thresholds().get(count - 1));
    }
}

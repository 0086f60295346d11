package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An account whose window follows the calendar: each begins with a new till. */
final class CalendarAccount implements Account {
    private final AccountTerms terms;
    private final BudgetWindow.Calendar calendar;
    private final long capacity;
    private final AtomicReference<@Nullable Page> page = new AtomicReference<>();

    CalendarAccount(AccountTerms terms, BudgetWindow.Calendar calendar) {
        this.terms = terms;
        this.calendar = calendar;
        this.capacity = terms.limit().map(Money::nanoUsd).orElse(Till.UNLIMITED);
    }

    /** One window; a clock that is set back stays in it. */
    private record Page(WindowId id, long startMillis, long endMillis, Till till) implements Window {
        @Override
        public void commit(long amount) {
            till.takeRegardless(amount);
        }

        @Override
        public void settle(long reserved, long actual) {
            till.settle(reserved, actual);
        }

        @Override
        public void release(long reserved) {
            till.giveBack(reserved);
        }

        @Override
        public void addPending(long amount) {
            till.addPending(amount);
        }
    }

    private Page page(long epochMillis) {
        Page current = page.get();
        return current != null && epochMillis < current.endMillis ? current : turn(current, epochMillis);
    }

    private Page turn(@Nullable Page seen, long epochMillis) {
        Instant now = Instant.ofEpochMilli(epochMillis);
        long start = calendar.startOf(now).toEpochMilli();
        long end = calendar.endOf(now).toEpochMilli();
        Page next = new Page(new WindowId(terms.id(), start, end), start, end, new Till(capacity));
        if (page.compareAndSet(seen, next)) {
            return next;
        }
        return page(epochMillis);
    }

    @Override
    public @Nullable Window reserve(long amount, long epochMillis) {
        Page current = page(epochMillis);
        return current.till.take(amount) ? current : null;
    }

    @Override
    public AccountTerms terms() {
        return terms;
    }

    @Override
    public long committedNanoUsd(long epochMillis) {
        return page(epochMillis).till.committed();
    }

    @Override
    public long windowStartMillis(long epochMillis) {
        return page(epochMillis).startMillis;
    }

    @Override
    public AccountState state(Instant now) {
        Page current = page(now.toEpochMilli());
        long settled = current.till.settled();
        long pending = current.till.pending();
        return Figures.state(
                terms,
                Instant.ofEpochMilli(current.startMillis),
                Instant.ofEpochMilli(current.endMillis),
                settled,
                pending,
                current.till.committed());
    }

    @Override
    public @Nullable Window resume(long windowStartMillis, long epochMillis) {
        Page current = page(epochMillis);
        return windowStartMillis == current.startMillis ? current : null;
    }

    @Override
    public @Nullable Map<Window, Long> correction(long amount, long epochMillis) {
        Page current = page(epochMillis);
        return current.till.settled() < -amount ? null : Map.of(current, amount);
    }

    @Override
    public List<LedgerSnapshot.Balance> balances(long epochMillis) {
        Page current = page(epochMillis);
        long settled = current.till.settled();
        return List.of(new LedgerSnapshot.Balance(
                terms.id(),
                current.startMillis,
                new Money(settled),
                new Money(Math.max(0, current.till.committed() - settled))));
    }
}

package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountId;
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
    /** Stands where an account is retired; ends never, and has no room. */
    private static final Page RETIRED =
            new Page(new WindowId(new AccountId("retired", ""), 0, 0), 0, Long.MAX_VALUE, 0, new Till(0));

    private final AccountTerms terms;
    private final BudgetWindow.Calendar calendar;
    private final long capacity;
    private final Floors floors;
    private final AtomicReference<@Nullable Page> page = new AtomicReference<>();

    CalendarAccount(AccountTerms terms, BudgetWindow.Calendar calendar, Floors floors) {
        this.terms = terms;
        this.floors = floors;
        this.calendar = calendar;
        this.capacity = terms.limit().map(Money::nanoUsd).orElse(Till.UNLIMITED);
    }

    /** One window; a clock that is set back stays in it. */
    private record Page(WindowId id, long startMillis, long endMillis, long floor, Till till) implements Window {
        /** Whether it stands where no window is. */
        boolean isNone() {
            return till.capacity() == 0;
        }

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
        Page next = new Page(
                new WindowId(terms.id(), start, end),
                start,
                end,
                floors.of(terms.id().budget(), epochMillis),
                new Till(capacity));
        next.till.takeRegardless(next.floor);
        if (page.compareAndSet(seen, next)) {
            return next;
        }
        return page(epochMillis);
    }

    @Override
    public @Nullable Window reserve(long amount, long epochMillis) {
        Page current = page(epochMillis);
        return !current.isNone() && current.till.take(amount) ? current : null;
    }

    /** Each page takes its own. */
    @Override
    public void opened(long floor, long epochMillis) {}

    @Override
    public boolean isOver(long epochMillis) {
        Page current = page.get();
        return current == null || current.endMillis <= epochMillis;
    }

    @Override
    public long countsUntilMillis(long epochMillis) {
        Page current = page.get();
        return current == null ? epochMillis : current.endMillis;
    }

    @Override
    public boolean isQuiet(long epochMillis) {
        Page current = page(epochMillis);
        return current.till.pending() == 0 && current.till.committed() <= current.floor + current.till.settled();
    }

    @Override
    public Floors.Floor retire(long epochMillis) {
        Page current = page.getAndSet(RETIRED);
        return current == null ? new Floors.Floor(0, 0) : new Floors.Floor(current.till.shut(), current.endMillis);
    }

    @Override
    public boolean isRetired() {
        Page current = page.get();
        return current != null && current.isNone();
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

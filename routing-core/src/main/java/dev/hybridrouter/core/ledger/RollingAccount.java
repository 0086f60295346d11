package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An account whose window ends now. The window moves in sixty steps; money leaves it with the step it was reserved in, up
 * to a sixtieth of the window later than it could, never earlier.
 */
final class RollingAccount implements Account {
    static final int STEPS = 60;

    private final AccountTerms terms;
    private final long lengthMillis;
    private final long stepMillis;
    /** Not private, so that tests can begin with stripes. */
    final Till till;

    private final ReentrantLock lock = new ReentrantLock(); // held for a few steps, where the window moves or is read
    private final Deque<Step> steps = new ArrayDeque<>();
    private volatile Step current;
    private volatile boolean retired;
    private long floor; // set before others see the account

    RollingAccount(AccountTerms terms, BudgetWindow.Rolling rolling) {
        this.terms = terms;
        this.lengthMillis = rolling.length().toMillis();
        this.stepMillis = Math.max(1, lengthMillis / STEPS);
        this.till = new Till(terms.limit().map(Money::nanoUsd).orElse(Till.UNLIMITED));
        this.current = new Step(Long.MIN_VALUE / 2);
        steps.add(current);
    }

    /** The money that was reserved in a sixtieth of the window, in cells that threads do not share where they can help it. */
    private final class Step {
        private final long startMillis;
        private final WindowId id;
        private volatile @Nullable Cell[] cells = {new Cell(this, 0)};
        private boolean left; // guarded by the lock, so that no cell begins later

        Step(long startMillis) {
            this.startMillis = startMillis;
            this.id = new WindowId(terms.id(), startMillis, startMillis + 2 * stepMillis + lengthMillis);
        }

        /** The cell of the calling thread. */
        Cell cell() {
            @Nullable Cell[] known = cells;
            int place = till.place();
            Cell cell = place < known.length ? known[place] : null;
            return cell == null ? open(place) : cell;
        }

        private Cell open(int place) {
            lock.lock();
            try {
                @Nullable Cell[] grown = Arrays.copyOf(cells, Till.PLACES);
                Cell cell = grown[left ? 0 : place];
                if (cell == null) {
                    cell = new Cell(this, Till.STRIDE);
                    grown[place] = cell;
                    cells = grown;
                }
                return cell;
            } finally {
                lock.unlock();
            }
        }

        Stream<Cell> cells() {
            return Arrays.stream(cells).flatMap(Stream::ofNullable);
        }

        void leave() {
            left = true;
            cells().forEach(Cell::leave);
        }
    }

    /**
     * Lines that were reserved in a step, and all that becomes of them. Who raises the sum raises the till first, who lowers it
     * lowers the till last: so the till never holds less than its cells. A line stays in its cell, so that each cell by
     * itself holds at least what its lines do, whoever ends them.
     */
    @SuppressWarnings("serial") // numbers to count with, never written anywhere
    private final class Cell extends AtomicLongArray implements Window {
        private static final int COMMITTED = 0;
        private static final int SETTLED = 1;
        private static final int PENDING = 2;
        private static final int FIELDS = 3;
        private static final long LEFT = Long.MIN_VALUE;

        private final transient Step step;

        Cell(Step step, int padding) {
            super(FIELDS + padding);
            this.step = step;
        }

        /** Changes the sum; false if the step has left the window, so that it no longer counts. */
        boolean add(long amount) {
            long sum;
            do {
                sum = get(COMMITTED);
                if (sum == LEFT) {
                    return false;
                }
            } while (!compareAndSet(COMMITTED, sum, sum + amount));
            return true;
        }

        long settled() {
            return get(SETTLED);
        }

        /** What is reserved or pending; nothing once the step has left the window. */
        long open(long settledBefore) {
            long sum = get(COMMITTED);
            return sum == LEFT ? 0 : Math.max(0, sum - settledBefore);
        }

        void leave() {
            till.giveBack(getAndSet(COMMITTED, LEFT));
        }

        @Override
        public WindowId id() {
            return step.id;
        }

        @Override
        public void commit(long amount) {
            till.takeRegardless(amount);
            if (!add(amount)) {
                till.giveBack(amount);
            }
        }

        @Override
        public void settle(long reserved, long actual) {
            addAndGet(SETTLED, actual);
            if (actual > reserved) {
                commit(actual - reserved);
            } else {
                release(reserved - actual);
            }
        }

        @Override
        public void release(long reserved) {
            if (add(-reserved)) {
                till.giveBack(reserved);
            }
        }

        @Override
        public void addPending(long amount) {
            addAndGet(PENDING, amount);
        }
    }

    @Override
    public @Nullable Window reserve(long amount, long epochMillis) {
        Step step = step(epochMillis);
        if (!till.take(amount)) {
            return null;
        }
        Cell cell = step.cell();
        while (!cell.add(amount)) {
            cell = move(epochMillis).cell();
        }
        return cell;
    }

    private Step step(long epochMillis) {
        Step now = current;
        return epochMillis < now.startMillis + stepMillis ? now : move(epochMillis);
    }

    private Step move(long epochMillis) {
        lock.lock();
        try {
            if (epochMillis >= current.startMillis + stepMillis) {
                Step next = new Step(epochMillis - Math.floorMod(epochMillis, stepMillis));
                steps.add(next);
                leave(next.startMillis);
                current = next; // last: whoever sees it finds the money that has left
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void leave(long startMillis) {
        while (steps.element().startMillis + stepMillis + lengthMillis <= startMillis) {
            steps.remove().leave();
        }
    }

    private List<Step> window(long epochMillis) {
        lock.lock();
        try {
            step(epochMillis);
            return new ArrayList<>(steps);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void opened(long amount, long epochMillis) {
        floor = amount;
        if (amount > 0) {
            step(epochMillis).cell().commit(amount);
        }
    }

    @Override
    public boolean isOver(long epochMillis) {
        return committedNanoUsd(epochMillis) == 0;
    }

    @Override
    public long countsUntilMillis(long epochMillis) {
        return epochMillis + lengthMillis + 2 * stepMillis;
    }

    @Override
    public boolean isQuiet(long epochMillis) {
        List<Step> window = window(epochMillis);
        return sum(window, Cell.PENDING) == 0 && till.committed() <= floor + sum(window, Cell.SETTLED);
    }

    @Override
    public Floors.Floor retire(long epochMillis) {
        retired = true;
        return new Floors.Floor(till.shut(), epochMillis + lengthMillis + 2 * stepMillis);
    }

    @Override
    public boolean isRetired() {
        return retired;
    }

    @Override
    public AccountTerms terms() {
        return terms;
    }

    @Override
    public long committedNanoUsd(long epochMillis) {
        step(epochMillis);
        return till.committed();
    }

    @Override
    public long windowStartMillis(long epochMillis) {
        return epochMillis - Math.floorMod(epochMillis, lengthMillis);
    }

    @Override
    public AccountState state(Instant now) {
        List<Step> window = window(now.toEpochMilli());
        long settled = sum(window, Cell.SETTLED);
        long pending = sum(window, Cell.PENDING);
        return Figures.state(
                terms, now.minusMillis(lengthMillis), now, settled, pending, committedNanoUsd(now.toEpochMilli()));
    }

    private static long sum(List<Step> window, int field) {
        return window.stream()
                .flatMap(Step::cells)
                .mapToLong(cell -> cell.get(field))
                .sum();
    }

    @Override
    public @Nullable Window resume(long windowStartMillis, long epochMillis) {
        lock.lock();
        try {
            Step now = step(epochMillis);
            if (windowStartMillis + stepMillis + lengthMillis <= now.startMillis
                    || windowStartMillis > now.startMillis) {
                return null;
            }
            return steps.stream()
                    .filter(step -> step.startMillis == windowStartMillis)
                    .findFirst()
                    .orElseGet(() -> insert(new Step(windowStartMillis)))
                    .cell();
        } finally {
            lock.unlock();
        }
    }

    private Step insert(Step old) {
        List<Step> ordered = new ArrayList<>(steps);
        ordered.add(old);
        ordered.sort(Comparator.comparingLong(step -> step.startMillis));
        steps.clear();
        steps.addAll(ordered);
        return old;
    }

    /** Takes back from the oldest steps: what is left then leaves the window rather too late than too early. */
    @Override
    public @Nullable Map<Window, Long> correction(long amount, long epochMillis) {
        if (amount > 0) {
            return Map.of(step(epochMillis).cell(), amount);
        }
        Map<Window, Long> parts = new LinkedHashMap<>();
        long missing = -amount;
        for (Step step : window(epochMillis)) {
            for (Cell cell : step.cells().toList()) {
                long part = Math.min(missing, cell.settled());
                if (part > 0) {
                    parts.put(cell, -part);
                    missing -= part;
                }
            }
        }
        return missing > 0 ? null : parts;
    }

    @Override
    public List<LedgerSnapshot.Balance> balances(long epochMillis) {
        return window(epochMillis).stream().map(this::balance).toList();
    }

    private LedgerSnapshot.Balance balance(Step step) {
        long settled = 0;
        long open = 0;
        for (Cell cell : step.cells().toList()) {
            long before = cell.settled();
            settled += before;
            open += cell.open(before);
        }
        return new LedgerSnapshot.Balance(terms.id(), step.startMillis, new Money(settled), new Money(open));
    }
}

package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
    private final Till till;
    private final Deque<Step> steps = new ArrayDeque<>();
    private volatile Step current;

    RollingAccount(AccountTerms terms, BudgetWindow.Rolling rolling) {
        this.terms = terms;
        this.lengthMillis = rolling.length().toMillis();
        this.stepMillis = Math.max(1, lengthMillis / STEPS);
        this.till = new Till(terms.limit().map(Money::nanoUsd).orElse(Till.UNLIMITED));
        this.current = new Step(Long.MIN_VALUE / 2);
        steps.add(current);
    }

    /**
     * Money by the time it was reserved. Who raises the sum raises the till first, who lowers it lowers the till last: so
     * the till never holds less than its steps.
     */
    private final class Step implements Window {
        private static final long LEFT = Long.MIN_VALUE;

        private final long startMillis;
        private final WindowId id;
        private final AtomicLong committed = new AtomicLong();
        private final AtomicLong settled = new AtomicLong();
        private final AtomicLong pending = new AtomicLong();

        Step(long startMillis) {
            this.startMillis = startMillis;
            this.id = new WindowId(terms.id(), startMillis, startMillis + 2 * stepMillis + lengthMillis);
        }

        /** Changes the sum; false if the step has left the window, so that it no longer counts. */
        boolean add(long amount) {
            long sum;
            do {
                sum = committed.get();
                if (sum == LEFT) {
                    return false;
                }
            } while (!committed.compareAndSet(sum, sum + amount));
            return true;
        }

        /** What is reserved or pending; nothing once the step has left the window. */
        long open(long settledBefore) {
            long sum = committed.get();
            return sum == LEFT ? 0 : Math.max(0, sum - settledBefore);
        }

        void leave() {
            till.giveBack(committed.getAndSet(LEFT));
        }

        @Override
        public WindowId id() {
            return id;
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
            settled.addAndGet(actual);
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
            pending.addAndGet(amount);
        }
    }

    @Override
    public @Nullable Window reserve(long amount, long epochMillis) {
        Step step = step(epochMillis);
        if (!till.take(amount)) {
            return null;
        }
        while (!step.add(amount)) {
            step = move(epochMillis);
        }
        return step;
    }

    private Step step(long epochMillis) {
        Step now = current;
        return epochMillis < now.startMillis + stepMillis ? now : move(epochMillis);
    }

    private Step move(long epochMillis) {
        synchronized (steps) {
            if (epochMillis >= current.startMillis + stepMillis) {
                Step next = new Step(epochMillis - Math.floorMod(epochMillis, stepMillis));
                steps.add(next);
                leave(next.startMillis);
                current = next; // last: whoever sees it finds the money that has left
            }
            return current;
        }
    }

    private void leave(long startMillis) {
        while (steps.element().startMillis + stepMillis + lengthMillis <= startMillis) {
            steps.remove().leave();
        }
    }

    private List<Step> window(long epochMillis) {
        synchronized (steps) {
            step(epochMillis);
            return new ArrayList<>(steps);
        }
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
        long settled = window.stream().mapToLong(step -> step.settled.get()).sum();
        long pending = window.stream().mapToLong(step -> step.pending.get()).sum();
        return Figures.state(
                terms, now.minusMillis(lengthMillis), now, settled, pending, committedNanoUsd(now.toEpochMilli()));
    }

    @Override
    public @Nullable Window resume(long windowStartMillis, long epochMillis) {
        synchronized (steps) {
            Step now = step(epochMillis);
            if (windowStartMillis + stepMillis + lengthMillis <= now.startMillis
                    || windowStartMillis > now.startMillis) {
                return null;
            }
            return steps.stream()
                    .filter(step -> step.startMillis == windowStartMillis)
                    .findFirst()
                    .orElseGet(() -> insert(new Step(windowStartMillis)));
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

    @Override
    public List<LedgerSnapshot.Balance> balances(long epochMillis) {
        return window(epochMillis).stream()
                .map(step -> {
                    long settled = step.settled.get();
                    return new LedgerSnapshot.Balance(
                            terms.id(), step.startMillis, new Money(settled), new Money(step.open(settled)));
                })
                .toList();
    }
}

package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.Reservation;
import java.util.concurrent.atomic.AtomicInteger;

/** A line of the ledger; its own state decides who closes it. */
@SuppressWarnings("serial") // a state to compare and set, never written anywhere
final class Line extends AtomicInteger implements Reservation {
    private static final int OPEN = 0;
    private static final int PENDING = 1;
    private static final int CLOSED = 2;

    private final InMemoryLedger ledger;
    private final long number;
    private final Money amount;
    private final Window[] windows;

    Line(InMemoryLedger ledger, long number, Money amount, Window[] windows) {
        super(OPEN);
        this.ledger = ledger;
        this.number = number;
        this.amount = amount;
        this.windows = windows;
    }

    @Override
    public long line() {
        return number;
    }

    @Override
    public Money amount() {
        return amount;
    }

    @Override
    public boolean settle(Money actual) {
        Check.atLeast(0, actual.nanoUsd(), "settle.actual");
        if (!close()) {
            return false;
        }
        for (Window window : windows) {
            window.settle(amount.nanoUsd(), actual.nanoUsd());
        }
        return true;
    }

    @Override
    public boolean release() {
        if (!close()) {
            return false;
        }
        for (Window window : windows) {
            window.release(amount.nanoUsd());
        }
        return true;
    }

    @Override
    public boolean leavePending(long epochMillis) {
        if (!compareAndSet(OPEN, PENDING)) {
            return false;
        }
        for (Window window : windows) {
            window.addPending(amount.nanoUsd());
        }
        ledger.leftPending(this, epochMillis);
        return true;
    }

    boolean isPending() {
        return get() == PENDING;
    }

    private boolean close() {
        int before = getAndSet(CLOSED);
        if (before == PENDING) {
            for (Window window : windows) {
                window.addPending(-amount.nanoUsd());
            }
        }
        return before != CLOSED;
    }

    @Override
    public String toString() {
        return "line " + number + " of " + amount;
    }
}

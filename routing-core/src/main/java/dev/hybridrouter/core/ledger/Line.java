package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.ledger.LineRecorder.Receipt;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A line of the ledger; its own state decides who closes it. */
@SuppressWarnings("serial") // a state to compare and set, never written anywhere
final class Line extends AtomicInteger implements LedgerLine {
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
        return hasEnded(end(Check.atLeast(0, actual.nanoUsd(), "settle.actual")));
    }

    @Override
    public boolean release() {
        return hasEnded(end(0));
    }

    private static boolean hasEnded(@Nullable Receipt receipt) {
        if (receipt != null) {
            receipt.await();
        }
        return receipt != null;
    }

    /** Closes the line at a cost without waiting until that is written down; null if it was closed already. */
    @Nullable
    Receipt end(long actual) {
        if (!close()) {
            return null;
        }
        Receipt receipt = ledger.recorder().ended(this, actual);
        for (Window window : windows) {
            if (actual == 0) {
                window.release(amount.nanoUsd());
            } else {
                window.settle(amount.nanoUsd(), actual);
            }
        }
        return receipt;
    }

    @Override
    public List<WindowId> windows() {
        return Arrays.stream(windows).map(Window::id).toList();
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

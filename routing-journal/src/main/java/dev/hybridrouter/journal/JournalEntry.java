package dev.hybridrouter.journal;

import dev.hybridrouter.core.ledger.LedgerLine;
import dev.hybridrouter.core.ledger.LineRecorder;
import dev.hybridrouter.log.Inbox;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What happened to a line, on its way to the journal: it was reserved, or it ended. */
final class JournalEntry extends Inbox.Entry<JournalEntry> implements LineRecorder.Receipt {
    private static final long RESERVED = Long.MIN_VALUE;

    private final LedgerLine line;
    final long actual;
    final long epochMillis;
    private final @Nullable Thread waiter;
    private boolean failed;
    private volatile boolean written;

    private JournalEntry(LedgerLine line, long actual, long epochMillis, @Nullable Thread waiter) {
        this.line = line;
        this.actual = actual;
        this.epochMillis = epochMillis;
        this.waiter = waiter;
    }

    static JournalEntry reserved(LedgerLine line, long epochMillis, @Nullable Thread waiter) {
        return new JournalEntry(line, RESERVED, epochMillis, waiter);
    }

    static JournalEntry ended(LedgerLine line, long actual, @Nullable Thread waiter) {
        return new JournalEntry(line, actual, 0, waiter);
    }

    LedgerLine line() {
        return line;
    }

    boolean isReserved() {
        return actual == RESERVED;
    }

    /** Says that the journal has dealt with the entry, or could not. */
    void written(boolean hasFailed) {
        failed = hasFailed;
        written = true;
        LockSupport.unpark(waiter);
    }

    /** Whether it is known that the journal could not write the entry. */
    boolean hasFailed() {
        return written && failed;
    }

    /** Waits until the journal has dealt with the entry, if this thread is to. An interrupt is kept for later. */
    @Override
    public void await() {
        if (waiter == null) {
            return;
        }
        boolean interrupted = false;
        while (!written) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            waiter.interrupt();
        }
    }
}

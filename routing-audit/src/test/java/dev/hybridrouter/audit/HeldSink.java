package dev.hybridrouter.audit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A sink in memory that takes records only while it is let. */
final class HeldSink implements AuditSink {
    private final Semaphore leave = new Semaphore(0);
    private final Semaphore entered = new Semaphore(0);
    private final AtomicInteger failures = new AtomicInteger();
    private final List<AuditRecord> records = new ArrayList<>();
    private volatile boolean closed;

    static HeldSink open() {
        HeldSink sink = new HeldSink();
        sink.release();
        return sink;
    }

    @Override
    public void write(List<AuditRecord> given) throws IOException {
        entered.release();
        try {
            leave.acquire();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        leave.release();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("no room");
        }
        synchronized (records) {
            records.addAll(given);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Waits until the writer has come with records. */
    void awaitWriter() {
        entered.acquireUninterruptibly();
    }

    /** Lets all through from now on. */
    void release() {
        leave.release();
    }

    /** Lets the next so many writes fail. */
    void fail(int times) {
        failures.set(times);
    }

    boolean isClosed() {
        return closed;
    }

    /** What was taken: numbers of decisions, and counts of lost ones below zero. */
    List<Long> taken() {
        synchronized (records) {
            return records.stream()
                    .map(record -> record instanceof AuditRecord.Lost lost
                            ? -lost.count()
                            : ((AuditRecord.Decided) record).decision().number())
                    .toList();
        }
    }
}

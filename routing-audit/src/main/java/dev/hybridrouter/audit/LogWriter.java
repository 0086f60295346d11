package dev.hybridrouter.audit;

import dev.hybridrouter.audit.AuditRecord.Lost;
import dev.hybridrouter.spi.RouterClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands records to the sink on a thread of its own. Under load it takes what has come every few milliseconds, so that no
 * request pays for waking it; when nothing comes it sleeps.
 */
final class LogWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final int SLICE = 1024;
    private static final int TURNS_BEFORE_SLEEP = 20;
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final long SLEEP_NANOS = Duration.ofSeconds(1).toNanos();

    private final AuditSink sink;
    private final Inbox inbox;
    private final Scribe scribe;
    private final RouterClock clock;
    private final Thread thread = new Thread(this::run, "hybridrouter-audit");
    private final int crowd;
    private final long retryNanos;
    private int idleTurns;
    private volatile boolean asleep;
    private volatile boolean closing;
    private volatile boolean abandoned;
    private volatile boolean broken;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean ended;

    LogWriter(AuditSink sink, Duration retry, Inbox inbox, Scribe scribe, RouterClock clock) {
        this.sink = sink;
        this.retryNanos = retry.toNanos();
        this.inbox = inbox;
        this.crowd = inbox.crowd();
        this.scribe = scribe;
        this.clock = clock;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Records that the sink took, without those that tell of lost ones. */
    long written() {
        return written.get();
    }

    /** Records that had room and were not written, because the log was closed. */
    long dropped() {
        return dropped.get();
    }

    boolean isClosing() {
        return closing;
    }

    boolean isBroken() {
        return broken;
    }

    /** Whether so many wait that those of the calls in flight need the room that is left. */
    boolean isCrowded() {
        return inbox.size() >= crowd;
    }

    /** Has to be called after an entry was laid down. */
    void laid(Waiting entry) {
        if (ended) {
            drop();
        } else if (asleep || entry.depth == crowd) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        try {
            while (!closing || !(inbox.isEmpty() || abandoned)) {
                turn();
            }
            keep(inbox.take());
        } catch (Throwable e) { // a bug, or no memory left
            LOG.error("The audit log ended; nothing is recorded any more", e);
        } finally {
            closing = true;
            end();
        }
    }

    private void turn() {
        Waiting batch = inbox.take();
        boolean idle = batch == null && inbox.isEmpty();
        if (!idle) {
            keep(batch);
        }
        upkeep();
        if (broken) {
            park(retryNanos);
        } else if (!idle || idleTurns < TURNS_BEFORE_SLEEP) {
            idleTurns = idle ? idleTurns + 1 : 0;
            if (inbox.size() < crowd) {
                park(PAUSE_NANOS);
            }
        } else {
            sleep();
        }
    }

    private void sleep() {
        asleep = true;
        if (inbox.isEmpty()) {
            park(SLEEP_NANOS);
        }
        asleep = false;
    }

    private void park(long nanos) {
        if (!closing) {
            LockSupport.parkNanos(this, nanos);
        } else if (broken && !abandoned) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
        if (!abandoned) {
            var unused = Thread.interrupted(); // nobody else has a reason to, and it would close the file
        }
    }

    private void keep(@Nullable Waiting batch) {
        List<AuditRecord> slice = new ArrayList<>(SLICE);
        Waiting entry = batch;
        while (entry != null) {
            if (entry.lostBefore > 0) {
                slice.add(new Lost(clock.instant(), entry.lostBefore));
            }
            slice.add(scribe.write(entry));
            entry = entry.below;
            if (slice.size() >= SLICE - 1) {
                offer(slice);
                slice = new ArrayList<>(SLICE);
            }
        }
        long lost = inbox.size() > 0 ? 0 : inbox.takeLost();
        if (lost > 0) {
            slice.add(new Lost(clock.instant(), lost));
        }
        if (!slice.isEmpty()) {
            offer(slice);
        }
    }

    /** Offers records to the sink until it takes them, or nobody waits for it any more. */
    private void offer(List<AuditRecord> records) {
        while (!abandoned) {
            try {
                sink.write(records);
                written.addAndGet(records.stream()
                        .filter(record -> !(record instanceof Lost))
                        .count());
                return;
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
            park(retryNanos);
        }
        for (AuditRecord record : records) {
            boolean told = record instanceof Lost; // counted when it was lost
            dropped.addAndGet(told ? 0 : 1);
            inbox.lose(told ? ((Lost) record).count() : 1);
        }
    }

    /** Counts what still waits, and whatever comes late: nobody takes it any more. */
    private void drop() {
        ended = true;
        for (Waiting entry = inbox.take(); entry != null; entry = entry.below) {
            dropped.incrementAndGet();
            inbox.lose(1 + entry.lostBefore);
        }
    }

    private void upkeep() {
        try {
            sink.upkeep();
            if (broken) {
                broken = false;
                LOG.warn("The audit log can be written again");
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Exception e) {
        if (!broken) {
            broken = true;
            LOG.error("The audit log cannot be written; it is tried again until it can", e);
        }
    }

    private void end() {
        try {
            sink.close();
        } catch (IOException | RuntimeException e) {
            LOG.error("The audit log could not be closed properly", e);
        }
        drop();
        long lost = inbox.takeLost();
        if (lost > 0) {
            LOG.error("The audit log was closed before {} records were written; the log does not tell of them", lost);
        }
    }

    /** Writes what waits, at most for so long, and ends the thread. An interrupt is kept for later. */
    void close(Duration patience) {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        long millis = Math.max(1, patience.toMillis());
        while (thread.isAlive()) {
            try {
                thread.join(millis);
                abandoned = true;
                thread.interrupt(); // out of a disk that hangs
                thread.join(millis);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) { // the disk hangs for good
            drop();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

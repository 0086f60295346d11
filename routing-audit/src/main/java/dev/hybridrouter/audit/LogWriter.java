package dev.hybridrouter.audit;

import dev.hybridrouter.audit.AuditRecord.Lost;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.Outage;
import dev.hybridrouter.log.LogThread;
import dev.hybridrouter.spi.RouterClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hands records to the sink on a thread of its own. Under load it takes what has come every few milliseconds, so that no
 * request pays for waking it; when nothing comes it sleeps.
 */
final class LogWriter {
    private static final int SLICE = 1024;
    private static final int TURNS_BEFORE_SLEEP = 20;
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final long SLEEP_NANOS = Duration.ofSeconds(1).toNanos();

    private final AuditSink sink;
    private final Backlog backlog;
    private final Scribe scribe;
    private final RouterClock clock;
    private final LogThread thread = new LogThread("hybridrouter-audit", this::run);
    private final int crowd;
    private final long retryNanos;
    private int idleTurns;
    private volatile boolean broken;
    private final Outage outage = Outage.paced();
    private boolean hung;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean ended;

    LogWriter(AuditSink sink, Duration retry, Backlog backlog, Scribe scribe, RouterClock clock) {
        this.sink = sink;
        this.retryNanos = retry.toNanos();
        this.backlog = backlog;
        this.crowd = backlog.crowd();
        this.scribe = scribe;
        this.clock = clock;
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
        return thread.isClosing();
    }

    boolean isBroken() {
        return broken;
    }

    /** Whether so many wait that those of the calls in flight need the room that is left. */
    boolean isCrowded() {
        return backlog.size() >= crowd;
    }

    /** Has to be called after an entry was laid down. */
    void laid(Waiting entry) {
        if (ended) {
            drop();
        } else {
            thread.wake(entry.depth() == crowd);
        }
    }

    private void run() {
        try {
            while (!thread.isClosing() || !(backlog.isEmpty() || thread.isAbandoned())) {
                turn();
            }
            keep(backlog.take());
        } catch (Throwable e) { // a bug, or no memory left
            LogEvent.AUDIT_ENDED
                    .line()
                    .with("path", sink)
                    .with("cause", e.getClass().getName())
                    .thrown(e)
                    .log();
        } finally {
            thread.ends();
            end();
        }
    }

    private void turn() {
        Waiting batch = backlog.take();
        boolean idle = batch == null && backlog.isEmpty();
        if (!idle) {
            keep(batch);
        }
        upkeep();
        if (broken) {
            park(retryNanos);
        } else if (!idle || idleTurns < TURNS_BEFORE_SLEEP) {
            idleTurns = idle ? idleTurns + 1 : 0;
            if (backlog.size() < crowd) {
                park(PAUSE_NANOS);
            }
        } else {
            thread.sleep(SLEEP_NANOS, backlog::isEmpty);
        }
    }

    /** Pauses; while the log closes, only for a sink that fails. */
    private void park(long nanos) {
        boolean isWaiting = broken && !thread.isAbandoned();
        thread.pause(thread.isClosing() ? (isWaiting ? PAUSE_NANOS : 0) : nanos);
    }

    private void keep(@Nullable Waiting batch) {
        List<AuditRecord> slice = new ArrayList<>(SLICE);
        Waiting entry = batch;
        while (entry != null) {
            if (entry.lostBefore > 0) {
                slice.add(new Lost(clock.instant(), entry.lostBefore));
            }
            slice.add(scribe.write(entry));
            entry = entry.next();
            if (slice.size() >= SLICE - 1) {
                offer(slice);
                slice = new ArrayList<>(SLICE);
            }
        }
        long lost = backlog.size() > 0 ? 0 : backlog.takeLost();
        if (lost > 0) {
            slice.add(new Lost(clock.instant(), lost));
        }
        if (!slice.isEmpty()) {
            offer(slice);
        }
    }

    /** Offers records to the sink until it takes them, or nobody waits for it any more. */
    private void offer(List<AuditRecord> records) {
        while (!thread.isAbandoned()) {
            try {
                sink.write(records);
                written.addAndGet(records.stream()
                        .filter(record -> !(record instanceof Lost))
                        .count());
                return;
            } catch (IOException | RuntimeException e) {
                hung |= !broken && thread.isAbandoned();
                fail(e);
            }
            park(retryNanos);
        }
        for (AuditRecord record : records) {
            boolean told = record instanceof Lost; // counted when it was lost
            dropped.addAndGet(told ? 0 : 1);
            backlog.lose(told ? ((Lost) record).count() : 1);
        }
    }

    /** Counts what still waits, and whatever comes late: nobody takes it any more. */
    private void drop() {
        ended = true;
        for (Waiting entry = backlog.take(); entry != null; entry = entry.next()) {
            dropped.incrementAndGet();
            backlog.lose(1 + entry.lostBefore);
        }
    }

    private void upkeep() {
        try {
            sink.upkeep();
            broken = false;
            Outage.Ended ended = outage.worked(clock.nanoTime());
            if (ended != null) {
                LogEvent.AUDIT_RECOVERED
                        .line()
                        .with("path", sink)
                        .with("duration", ended.lasted())
                        .log();
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Exception e) {
        broken = true;
        if (outage.failed(clock.nanoTime())) {
            LogEvent.AUDIT_FAILED
                    .line()
                    .with("path", sink)
                    .with("cause", e)
                    .thrown(e)
                    .log();
        }
    }

    private void end() {
        drop();
        long lost = backlog.takeLost();
        boolean told = lost > 0 && broken && !hung && tell(lost);
        try {
            sink.close();
        } catch (IOException | RuntimeException e) {
            LogEvent.AUDIT_CLOSE_FAILED
                    .line()
                    .with("path", sink)
                    .with("cause", e)
                    .thrown(e)
                    .log();
        }
        if (lost > 0) {
            LogEvent.AUDIT_LOST_AT_CLOSE
                    .line()
                    .with("records", lost)
                    .with("path", sink)
                    .with("told", told ? "the log says so itself" : "the log cannot say how many, but has no clean end")
                    .log();
        }
    }

    /** A last try to say in the log itself what is missing at its end: one line may have room where a thousand have none. */
    private boolean tell(long lost) {
        var unused =
                Thread.interrupted(); // that was to get out of the write before; it would close the file of this one
        try {
            sink.upkeep();
            sink.write(List.of(new Lost(clock.instant(), lost)));
            return true;
        } catch (IOException | RuntimeException e) {
            fail(e);
            return false;
        }
    }

    /** Writes what waits, at most for so long, and ends the thread. An interrupt is kept for later. */
    void close(Duration patience) {
        if (!thread.end(patience)) { // the disk hangs for good
            drop();
        }
    }
}

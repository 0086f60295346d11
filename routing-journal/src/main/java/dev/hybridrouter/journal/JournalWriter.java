package dev.hybridrouter.journal;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.core.ledger.LedgerLine;
import dev.hybridrouter.core.ledger.LineRecorder;
import dev.hybridrouter.core.ledger.WindowId;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.Outage;
import dev.hybridrouter.journal.JournalState.Kept;
import dev.hybridrouter.journal.LedgerJournalException.Reason;
import dev.hybridrouter.log.FolderLostException;
import dev.hybridrouter.log.Inbox;
import dev.hybridrouter.log.LogThread;
import dev.hybridrouter.spi.RouterClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes a journal on a thread of its own, which sleeps while nothing happens. Others lay entries down without a lock; the
 * thread takes all there are and writes them at once.
 */
final class JournalWriter implements LineRecorder, AutoCloseable {
    /** Entries that may wait; with more of them the disk hangs. */
    private static final int MOST_WAITING = 1 << 16;

    /** Entries that are not left waiting for the end of an interval. */
    private static final int MANY_WAITING = MOST_WAITING / 2;

    /** How old a file becomes before one without the windows that are over takes its place. */
    private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

    private static final long NOT_WANTED = Long.MIN_VALUE;

    private final JournalFile file;
    private final JournalState state;
    private final AccountNames names;
    private final Durability durability;
    private final long intervalNanos;
    private final RouterClock clock;
    private final Outage outage = Outage.paced();
    private final long retryNanos;
    private final LogThread thread = new LogThread("hybridrouter-ledger-journal", this::run);
    private final Inbox<JournalEntry> inbox = new Inbox<>();
    private long latest;
    private long begun; // when the file was, by the clock of the entries
    private final AtomicLong wanted = new AtomicLong(NOT_WANTED);
    private volatile boolean sealed;
    private volatile @Nullable Throwable failure;

    /** Creates the writer of a file that was begun with the state. */
    JournalWriter(JournalFile file, JournalState state, AccountNames names, Durability durability, Rhythm rhythm) {
        this.file = file;
        this.state = state;
        this.names = names;
        this.durability = durability;
        this.clock = rhythm.clock;
        this.intervalNanos = rhythm.interval.toNanos();
        this.retryNanos = rhythm.retry.toNanos();
        this.latest = state.latestStart();
        this.begun = latest;
    }

    void start() {
        thread.start();
    }

    /** How long it waits after a write that nobody waits for, and after one that failed; and what tells how long that lasted. */
    record Rhythm(Duration interval, Duration retry, RouterClock clock) {}

    /**
     * Checks that what is reserved now can be written down.
     *
     * @throws LedgerJournalException if not
     */
    void check() {
        if (thread.isClosing()) {
            throw new LedgerJournalException(
                    Reason.CLOSED, "ledger: closed (expected: the routers that use it are closed before it)", null);
        }
        Throwable broken = failure;
        if (broken instanceof FolderLostException) {
            throw new LedgerJournalException(Reason.LOST, lost(broken), broken);
        }
        if (broken != null) {
            throw notWritable(broken);
        }
        if (inbox.size() > MOST_WAITING) {
            throw notWritable(null);
        }
    }

    /** Why nothing can be reserved now; null if it can. */
    @Nullable
    String trouble() {
        try {
            check();
            return null;
        } catch (LedgerJournalException e) {
            return e.getMessage();
        }
    }

    private String lost(Throwable cause) {
        return "ledger.directory: " + file + " is no longer this ledger's: " + cause.getMessage()
                + " (expected: one ledger at a time, and files that stay; nothing is reserved until the ledger is closed and"
                + " opened again)";
    }

    private LedgerJournalException notWritable(@Nullable Throwable cause) {
        return new LedgerJournalException(
                Reason.NOT_WRITABLE,
                "ledger.directory: " + file + " cannot be written: " + (cause == null ? "the disk is too slow" : cause)
                        + " (expected: room and access; nothing is reserved until then)",
                cause);
    }

    /**
     * Notes a line that was reserved.
     *
     * @return whether it is, or as far as can be told will be, written down
     */
    boolean reserved(LedgerLine line, long epochMillis) {
        JournalEntry entry = JournalEntry.reserved(line, epochMillis, waiter());
        lay(entry);
        entry.await();
        return !entry.hasFailed();
    }

    @Override
    public JournalEntry ended(LedgerLine line, long actual) {
        JournalEntry entry = JournalEntry.ended(line, actual, waiter());
        lay(entry);
        return entry;
    }

    /** Nobody waits for a disk that is broken: the line would come back as pending. */
    private @Nullable Thread waiter() {
        return durability == Durability.INTERVAL || failure != null ? null : Thread.currentThread();
    }

    private void lay(JournalEntry entry) {
        inbox.lay(entry, Integer.MAX_VALUE);
        if (sealed) {
            entry.written(true);
        } else {
            thread.wake(entry.depth() == MANY_WAITING);
        }
    }

    /** Has a new file take the place of this one soon, without the windows that are over by then. */
    void compact(long epochMillis) {
        var unused = wanted.accumulateAndGet(epochMillis, Math::max);
        thread.wake(true);
    }

    private boolean isWanted() {
        return wanted.get() != NOT_WANTED;
    }

    private void run() {
        try {
            while (!thread.isClosing() || !inbox.isEmpty()) {
                turn();
            }
            sealed = true; // whoever comes later finds it so
            write(inbox.take());
            end();
        } catch (Throwable e) { // a bug, or no memory left; whoever waits must not wait for ever
            fail(e);
        } finally {
            sealed = true;
            tell(inbox.take(), true);
            file.close();
        }
    }

    private void turn() {
        JournalEntry batch = inbox.take();
        if (batch == null && (failure == null ? !isWanted() : isLost())) {
            thread.sleep(Long.MAX_VALUE, () -> inbox.isEmpty() && !isWanted());
            return;
        }
        write(batch);
        if (failure != null && !isLost()) {
            thread.sleep(retryNanos, inbox::isEmpty);
        } else if (durability == Durability.INTERVAL && !thread.isClosing()) {
            thread.pause(intervalNanos);
        }
    }

    /** Whether the journal belongs to somebody else: whatever this one wrote would harm theirs. */
    private boolean isLost() {
        return failure instanceof FolderLostException;
    }

    /** Writes a batch, or, where that failed before, a new file with all that it would hold. */
    private void write(@Nullable JournalEntry batch) {
        if (isLost()) {
            tell(batch, true);
            return;
        }
        boolean whole = failure == null;
        boolean written = false;
        try {
            for (JournalEntry entry = batch; entry != null; entry = entry.next()) {
                note(entry, whole);
            }
            if (!whole) {
                begin();
                failure = null;
                recovered();
            } else if (batch != null || isWanted()) {
                pass();
            }
            written = true;
        } catch (IOException e) {
            if (whole || e instanceof FolderLostException) {
                fail(e);
            }
        } finally {
            tell(batch, !written);
        }
    }

    private void note(JournalEntry entry, boolean toFile) {
        LedgerLine line = entry.line();
        List<WindowId> windows = line.windows();
        Kept[] kept = new Kept[windows.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = state.window(named(windows.get(i)));
            if (entry.isReserved()) {
                state.reserved(kept[i], line.line(), line.amount().nanoUsd());
            } else {
                state.ended(kept[i], line.line(), entry.actual);
            }
        }
        latest = Math.max(latest, entry.epochMillis);
        begun = begun == Long.MIN_VALUE ? latest : begun;
        if (toFile) {
            file.append(entry, line, kept);
        }
    }

    private WindowId named(WindowId window) {
        AccountId name = names.ofAnyway(window.account());
        return name.equals(window.account()) ? window : new WindowId(name, window.startMillis(), window.endMillis());
    }

    private void pass() throws IOException {
        file.write();
        if (durability != Durability.WRITTEN) {
            file.force();
        }
        if (file.isLong() || isWanted() || latest - begun > LONGEST_MILLIS) {
            begin();
        }
    }

    private void begin() throws IOException {
        latest = Math.max(latest, wanted.getAndSet(NOT_WANTED));
        begun = latest;
        state.forget(latest);
        file.begin(state);
    }

    private void end() {
        try {
            if (failure == null) {
                file.end();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(Throwable e) {
        failure = e;
        if (isLost()) {
            LogEvent.JOURNAL_LOST
                    .line()
                    .with("path", file)
                    .with("cause", e)
                    .thrown(e)
                    .log();
        } else if (outage.failed(clock.nanoTime())) {
            LogEvent.JOURNAL_FAILED
                    .line()
                    .with("path", file)
                    .with("cause", e)
                    .thrown(e)
                    .log();
        }
    }

    private void recovered() {
        Outage.Ended ended = outage.worked(clock.nanoTime());
        if (ended != null) {
            LogEvent.JOURNAL_RECOVERED
                    .line()
                    .with("path", file)
                    .with("duration", ended.lasted())
                    .log();
        }
    }

    private static void tell(@Nullable JournalEntry batch, boolean failed) {
        for (JournalEntry entry = batch; entry != null; entry = entry.next()) {
            entry.written(failed);
        }
    }

    /** Writes what there is and ends the thread. An interrupt is kept for later. */
    @Override
    public void close() {
        thread.end();
    }
}

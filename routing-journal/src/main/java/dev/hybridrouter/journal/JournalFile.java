package dev.hybridrouter.journal;

import dev.hybridrouter.core.ledger.LedgerLine;
import dev.hybridrouter.journal.JournalState.Kept;
import dev.hybridrouter.log.Store;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The file that a journal is written to. It begins with the state as it was then; a file that has become long is replaced by
 * a new one. Not thread-safe.
 */
final class JournalFile implements AutoCloseable {
    static final String JOURNAL = "ledger.journal";
    static final String LOCK = "ledger.lock";
    private static final int BATCH = 1 << 20;

    /** A reader holds the file in one array. */
    private static final long LONGEST = Integer.MAX_VALUE - 8L;

    private final Store store;
    private final long compactAt;
    private final RecordBuffer records = new RecordBuffer();
    private Store.@Nullable Output output;
    private long size;
    private long startSize;

    JournalFile(Store store, long compactAt) {
        this.store = store;
        this.compactAt = compactAt;
    }

    /**
     * Writes the state into a new file, which takes the place of the old one when it is whole and on the disk. After a
     * failure the file cannot be written on until this has worked.
     */
    void begin(JournalState state) throws IOException {
        leave();
        size = 0;
        output = store.create(JOURNAL, next -> {
            records.header();
            for (Kept window : state.windows()) {
                start(window);
                if (records.size() > BATCH) {
                    pass(next);
                }
            }
            records.complete(state.lastLine());
            pass(next);
        });
        startSize = size;
    }

    private void start(Kept window) {
        records.window(window);
        records.settled(window);
        window.open.forEach((line, amount) -> records.line(JournalFormat.RESERVED, line, amount, window));
    }

    private void pass(Store.Output to) throws IOException {
        size += records.size();
        if (size > LONGEST) {
            throw new IOException("the journal would be longer than 2 gigabytes");
        }
        records.writeTo(to);
    }

    /** Notes what happened to a line; written by {@link #write}. */
    void append(JournalEntry entry, LedgerLine line, Kept... windows) {
        for (Kept window : windows) {
            if (!window.isNumbered()) {
                records.window(window);
            }
        }
        if (entry.isReserved()) {
            records.line(JournalFormat.RESERVED, line.line(), line.amount().nanoUsd(), windows);
        } else {
            records.line(JournalFormat.ENDED, line.line(), entry.actual, windows);
        }
    }

    /** Hands what was noted to the operating system. */
    void write() throws IOException {
        pass(writable());
    }

    void force() throws IOException {
        writable().force();
    }

    private Store.Output writable() throws IOException {
        if (output == null) {
            throw new IOException("the journal has to be begun anew");
        }
        return output;
    }

    /** Whether it is time to begin a new file. */
    boolean isLong() {
        return size > Math.max(compactAt, 2 * startSize);
    }

    /** Notes that nothing follows, so that damage to the last records is told from a crash. */
    void end() throws IOException {
        records.closed();
        write();
        force();
    }

    private void leave() {
        Store.Output open = output;
        output = null;
        if (open != null) {
            open.close();
        }
    }

    /** Closes the file, and the store with it. */
    @Override
    public void close() {
        leave();
        store.close();
    }

    @Override
    public String toString() {
        return store.toString();
    }
}

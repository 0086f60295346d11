package dev.hybridrouter.journal;

import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.ledger.RecordedWindow;
import dev.hybridrouter.journal.LedgerJournalException.Reason;
import dev.hybridrouter.log.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a journal held when it was opened.
 *
 * @param state of the journal; its writer's from now on
 * @param windows the windows that still count, for the accounts
 */
record Opening(JournalState state, List<RecordedWindow> windows, long lastLine, long epochMillis) {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    /**
     * Reads the journal in a store and begins a new file with what it held.
     *
     * @throws LedgerJournalException if that cannot be done; the old file is as it was then
     */
    static Opening of(Store store, JournalFile file, long clockMillis) {
        JournalState state = read(store);
        long now = Math.max(clockMillis, state.latestStart());
        if (now > clockMillis) {
            LOG.warn(
                    "The clock is {} behind the ledger's journal in {}; windows that had begun go on",
                    Duration.ofMillis(now - clockMillis),
                    store);
        }
        state.forget(now);
        try {
            file.begin(state);
        } catch (IOException e) {
            throw new LedgerJournalException(
                    Reason.NOT_WRITABLE,
                    "ledger.directory: " + store + " cannot be written: " + e + " (expected: room and access)",
                    e);
        }
        return new Opening(state, state.recorded(), state.lastLine(), now);
    }

    private static JournalState read(Store store) {
        byte[] bytes;
        try {
            bytes = readAll(store);
        } catch (NoSuchFileException e) {
            return new JournalState();
        } catch (IOException e) {
            throw new LedgerJournalException(
                    Reason.NOT_READABLE,
                    "ledger.directory: " + store + " cannot be read: " + e + " (expected: access)",
                    e);
        }
        JournalReader.Result found = JournalReader.read(store + "/" + JournalFile.JOURNAL, bytes);
        if (found.torn() > 0) {
            LOG.warn(
                    "The ledger's journal in {} ended in the middle of a record, as after a crash; its last {} bytes were"
                            + " left out",
                    store,
                    found.torn());
        }
        return found.state();
    }

    private static byte[] readAll(Store store) throws IOException {
        try (InputStream journal = store.read(JournalFile.JOURNAL)) {
            return journal.readAllBytes();
        }
    }

    void handOver(InMemoryLedger ledger) {
        ledger.restore(windows, lastLine, Instant.ofEpochMilli(epochMillis));
    }
}

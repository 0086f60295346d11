package dev.hybridrouter.journal;

import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.ledger.RecordedWindow;
import dev.hybridrouter.journal.LedgerJournalException.Reason;
import java.io.IOException;
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
     * Reads the journal of a disk and begins a new file with what it held.
     *
     * @throws LedgerJournalException if that cannot be done; the old file is as it was then
     */
    static Opening of(Disk disk, JournalFile file, long clockMillis) {
        JournalState state = read(disk);
        long now = Math.max(clockMillis, state.latestStart());
        if (now > clockMillis) {
            LOG.warn(
                    "The clock is {} behind the ledger's journal in {}; windows that had begun go on",
                    Duration.ofMillis(now - clockMillis),
                    disk);
        }
        state.forget(now);
        try {
            file.begin(state);
        } catch (IOException e) {
            throw new LedgerJournalException(
                    Reason.NOT_WRITABLE,
                    "ledger.directory: " + disk + " cannot be written: " + e + " (expected: room and access)",
                    e);
        }
        return new Opening(state, state.recorded(), state.lastLine(), now);
    }

    private static JournalState read(Disk disk) {
        byte[] bytes;
        try {
            bytes = disk.read();
        } catch (IOException e) {
            throw new LedgerJournalException(
                    Reason.NOT_READABLE,
                    "ledger.directory: " + disk + " cannot be read: " + e + " (expected: access)",
                    e);
        }
        if (bytes == null) {
            return new JournalState();
        }
        JournalReader.Result found = JournalReader.read(disk + "/" + Folder.JOURNAL, bytes);
        if (found.torn() > 0) {
            LOG.warn(
                    "The ledger's journal in {} ended in the middle of a record, as after a crash; its last {} bytes were"
                            + " left out",
                    disk,
                    found.torn());
        }
        return found.state();
    }

    void handOver(InMemoryLedger ledger) {
        ledger.restore(windows, lastLine, Instant.ofEpochMilli(epochMillis));
    }
}

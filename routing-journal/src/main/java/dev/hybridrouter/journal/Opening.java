package dev.hybridrouter.journal;

import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.ledger.RecordedWindow;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.journal.JournalState.Kept;
import dev.hybridrouter.journal.LedgerJournalException.Reason;
import dev.hybridrouter.log.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a journal held when it was opened.
 *
 * @param state of the journal; its writer's from now on
 * @param windows the windows that still count, for the accounts
 */
record Opening(JournalState state, List<RecordedWindow> windows, long lastLine, long epochMillis) {
    /**
     * Reads the journal in a store and begins a new file with what it held.
     *
     * @throws LedgerJournalException if that cannot be done; the old file is as it was then
     */
    static Opening of(Store store, JournalFile file, AccountNames names, long clockMillis) {
        JournalState state = read(store);
        long now = Math.max(clockMillis, state.latestStart());
        if (now > clockMillis) {
            LogEvent.JOURNAL_CLOCK_BEHIND
                    .line()
                    .with("path", store)
                    .with("duration", Duration.ofMillis(now - clockMillis))
                    .log();
        }
        state.forget(now);
        rename(store, state, names);
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

    private static void rename(Store store, JournalState state, AccountNames names) {
        for (Kept window : state.windows()) {
            if (!names.canFind(window.id.account())) {
                throw new LedgerJournalException(
                        Reason.OTHER_KEYS,
                        "ledger.subjectKeys: " + store
                                + " names accounts by pseudonyms of other keys (expected: the keys"
                                + " that it was written under, else what was spent is lost)",
                        null);
            }
        }
        state.rename(names::of);
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
            LogEvent.JOURNAL_TORN
                    .line()
                    .with("path", store)
                    .with("bytes", found.torn())
                    .log();
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

package dev.hybridrouter.journal;

import org.jspecify.annotations.Nullable;

/** Says why a ledger's journal cannot be used, and what to do about it. */
public final class LedgerJournalException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    LedgerJournalException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong with the journal. */
    public enum Reason {
        /** The directory or the file cannot be read. */
        NOT_READABLE,
        /** The directory or the file cannot be written, or not fast enough; reserving works again once it can. */
        NOT_WRITABLE,
        /** Another ledger has the directory open, in this process or another. */
        LOCKED,
        /**
         * The lock or the journal was removed, replaced or taken over while the ledger was open. It reserves nothing any more
         * and writes nothing; close it and open another.
         */
        LOST,
        /** A newer version of the library wrote the file. */
        NEWER_VERSION,
        /** The file is no journal, or was damaged after it was written. */
        DAMAGED,
        /** The journal names accounts by pseudonyms of other keys than the ledger has, or it has none. */
        OTHER_KEYS,
        /** The ledger was closed. */
        CLOSED
    }

    /** Returns what is wrong with the journal. */
    public Reason reason() {
        return reason;
    }
}

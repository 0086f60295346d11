package dev.hybridrouter.audit;

import org.jspecify.annotations.Nullable;

/** Says why an audit log cannot be used, and what to do about it. */
public final class AuditException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    AuditException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong with the log. */
    public enum Reason {
        /** The directory or a file cannot be read or written. */
        NOT_WRITABLE,
        /** Another log has the directory open, in this process or another. */
        LOCKED,
        /** A newer version of the library wrote the files. */
        NEWER_VERSION,
        /** The last record in the directory cannot be understood, so that nothing can follow it. */
        DAMAGED,
        /** The key of the chain is one that another has followed in the log, or none follows one. */
        RETIRED_KEY,
        /** As many records wait as may, and a record is lost; see {@link Overflow#FAIL}. */
        OVERFLOW
    }

    /** Returns what is wrong with the log. */
    public Reason reason() {
        return reason;
    }
}

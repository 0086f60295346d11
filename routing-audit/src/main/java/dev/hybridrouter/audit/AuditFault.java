package dev.hybridrouter.audit;

/**
 * The first thing that is wrong with a log.
 *
 * @param kind what kind of thing
 * @param file the file in which it shows; blank if it shows in none
 * @param line the line of that file, from 1; 0 if it shows in none
 * @param message what it is, for people
 */
public record AuditFault(Kind kind, String file, long line, String message) {
    /** What can be wrong. */
    public enum Kind {
        /** A line is no record. */
        MALFORMED,
        /** A record's hash is not that of what it says and what it follows: it, or one before it, was changed. */
        CHANGED,
        /** Records are missing. */
        GAP,
        /** A record stands where another belongs, which comes later. */
        REORDERED,
        /** A record stands there once more. */
        REPEATED,
        /** A record is not the one of which a checkpoint was made: the log was written anew from there, or before. */
        FORGED,
        /** A checkpoint was made of records that are missing at the end. */
        TRUNCATED,
        /** The log has no clean end, and {@link AuditVerifier#closed} says that it should have one. */
        NOT_CLOSED,
        /** Records are missing at the beginning, and the log does not say that they were removed for their age. */
        BEGINNING_MISSING,
        /** A file was not written under a key that was given to the verifier, and should have been. */
        WRONG_KEY
    }

    @Override
    public String toString() {
        return (line == 0 ? "" : file + ":" + line + ": ") + kind + ": " + message;
    }
}

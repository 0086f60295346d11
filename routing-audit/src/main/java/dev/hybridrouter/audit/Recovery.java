package dev.hybridrouter.audit;

import dev.hybridrouter.audit.AuditException.Reason;
import dev.hybridrouter.log.Store;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where the chain in a store ends, after a restart, a crash or a write that failed. What follows the end of the
 * last line that is ended was torn, and belongs to no record that was kept.
 *
 * @param end what the next record follows
 * @param torn how many bytes at the end of the last file are no whole line
 */
record Recovery(ChainEnd end, long torn) {
    /**
     * Reads the store.
     *
     * @throws AuditException if the last line is none, or of a newer version
     */
    static Recovery of(Store store) throws IOException {
        List<String> files = FileName.in(store);
        for (int i = files.size() - 1; i >= 0; i--) {
            Recovery found = end(store, files.get(i));
            if (found != null) {
                return found;
            }
        }
        return new Recovery(ChainEnd.beginning(), 0);
    }

    /** Where the chain ends in a file; null if the file has no line that is ended. */
    private static @Nullable Recovery end(Store store, String file) throws IOException {
        byte[] last = new byte[0];
        int length = 0;
        long ended = 0;
        try (LineReader lines = new LineReader(store.read(file))) {
            while (lines.next()) {
                if (lines.isTerminated()) {
                    length = lines.length();
                    last = last.length < length ? new byte[2 * length] : last;
                    System.arraycopy(lines.line(), 0, last, 0, length);
                    ended = lines.position();
                }
            }
            if (ended == 0) {
                return null;
            }
            ParsedLine line = ParsedLine.of(last, length);
            if (line == null) {
                throw damaged(store, file);
            }
            if (line.isFile() && line.number("format") > ParsedLine.FORMAT) {
                throw newer(store, file);
            }
            return new Recovery(new ChainEnd(line.sequence() + 1, line.hash(), line.time()), lines.position() - ended);
        }
    }

    private static AuditException damaged(Store store, String file) {
        return new AuditException(
                Reason.DAMAGED,
                "audit.directory: the last line of " + file + " in " + store
                        + " is no record, so that nothing can follow"
                        + " it (expected: the file as it was written; keep the directory as it is, run the verifier on it,"
                        + " and begin a log in another)",
                null);
    }

    private static AuditException newer(Store store, String file) {
        return new AuditException(
                Reason.NEWER_VERSION,
                "audit.directory: " + file + " in " + store
                        + " was written by a newer version of the library (expected:" + " format " + ParsedLine.FORMAT
                        + ")",
                null);
    }
}

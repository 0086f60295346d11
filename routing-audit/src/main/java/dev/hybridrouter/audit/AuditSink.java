package dev.hybridrouter.audit;

import java.io.IOException;
import java.util.List;

/**
 * Keeps audit records; {@link AuditFiles} is the one that comes with the library. One thread of the log calls it, and
 * nobody else while the log is open. It may block.
 */
public interface AuditSink extends AutoCloseable {
    /**
     * Keeps records, in this order. After a failure the log offers the same list again, until it is taken or the log is
     * closed; a sink that kept part of it MUST know which, or records are kept twice.
     *
     * @throws IOException if not all of them could be kept
     */
    void write(List<AuditRecord> records) throws IOException;

    /**
     * Does what time demands: forcing to the disk, handing out checkpoints, removing what is old. Called after each write,
     * and about once a second while there is nothing to write.
     *
     * @throws IOException if it could not; the log then counts as broken, and it is called again
     */
    default void upkeep() throws IOException {}

    /** Keeps what is not yet kept for good, and gives back what it holds. Called once, when the log is closed. */
    @Override
    void close() throws IOException;
}

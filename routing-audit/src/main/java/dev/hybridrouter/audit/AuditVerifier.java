package dev.hybridrouter.audit;

import dev.hybridrouter.api.internal.Check;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Tells whether the log in a directory is as {@link AuditFiles} wrote it. Reads each line once, in constant memory,
 * changes nothing, and can be run on a log that is being written; then its last line may not be ended yet. What it can
 * find without a key or a checkpoint, and what not, is in {@code docs/audit.md}. Not thread-safe.
 */
public final class AuditVerifier {
    private final Path directory;
    private final Map<String, AuditKey> keys = new LinkedHashMap<>();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private LongConsumer progress = lines -> {};
    private boolean closed;

    private AuditVerifier(Path directory) {
        this.directory = directory;
    }

    /** Returns a verifier of the log in a directory. */
    public static AuditVerifier of(Path directory) {
        return new AuditVerifier(Check.notNull(directory, "audit.directory"));
    }

    /**
     * Adds a key of the chain. Where any is given, the log may have begun without one, but must not go on without one
     * once a file had one, nor end without one.
     */
    public AuditVerifier key(AuditKey value) {
        keys.put(Check.notNull(value, "audit.key").id(), value);
        return this;
    }

    /** Adds a checkpoint that the log must agree with. */
    public AuditVerifier checkpoint(Checkpoint value) {
        checkpoints.add(Check.notNull(value, "audit.checkpoint"));
        return this;
    }

    /**
     * Expects that the log was closed, as it has to be where no router writes it any more. If it has no clean end, that is a
     * fault: what came last is lost, for example to a crash or a full disk. Unless called, it is a note, because a log that is
     * still written has no end.
     */
    public AuditVerifier closed() {
        closed = true;
        return this;
    }

    /** Sets who is told how many lines were read, every 100,000 of them. */
    public AuditVerifier progress(LongConsumer value) {
        progress = Check.notNull(value, "audit.progress");
        return this;
    }

    /**
     * Reads the log up to the first fault, or its end.
     *
     * @throws IOException if the directory or a file cannot be read
     */
    public AuditReport verify() throws IOException {
        return new Verification(directory, keys, checkpoints, progress).run(closed);
    }
}

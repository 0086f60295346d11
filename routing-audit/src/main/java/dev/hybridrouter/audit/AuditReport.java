package dev.hybridrouter.audit;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a verifier found. Immutable. */
public final class AuditReport {
    private final Tally tally;
    private final List<String> notes;
    private final @Nullable AuditFault fault;
    private final @Nullable Checkpoint end;
    private final boolean closed;

    AuditReport(Tally tally, List<String> notes, @Nullable AuditFault fault, @Nullable Checkpoint end, boolean closed) {
        this.tally = tally;
        this.notes = List.copyOf(notes);
        this.fault = fault;
        this.end = end;
        this.closed = closed;
    }

    /**
     * What was read and is whole.
     *
     * @param files files
     * @param lines lines in them
     * @param decisions lines that record a decision
     * @param lost decisions that the log itself says are not in it
     */
    public record Tally(long files, long lines, long decisions, long lost) {}

    /** Whether nothing is wrong. */
    public boolean isWhole() {
        return fault == null;
    }

    /** The first thing that is wrong; empty if nothing is. */
    public Optional<AuditFault> fault() {
        return Optional.ofNullable(fault);
    }

    /**
     * Returns whether what was read ends with the line of a clean close. If not, and nobody writes the log any more, records
     * are lost at its end.
     */
    public boolean isClosed() {
        return closed;
    }

    /** What was read up to the fault, or the end. */
    public Tally tally() {
        return tally;
    }

    /** What is no fault and worth knowing: records removed for their age, torn ends, restarts without a clean end. */
    public List<String> notes() {
        return notes;
    }

    /** The last line that is whole; kept elsewhere, it shows later whether anything up to it was changed. */
    public Optional<Checkpoint> end() {
        return Optional.ofNullable(end);
    }

    @Override
    public String toString() {
        return "AuditReport[" + (fault == null ? "whole" : fault.toString()) + ", " + tally + "]";
    }
}

package dev.hybridrouter.audit;

import dev.hybridrouter.audit.AuditRecord.Corrected;
import dev.hybridrouter.audit.AuditRecord.Decided;
import dev.hybridrouter.audit.AuditRecord.Handled;
import dev.hybridrouter.audit.AuditRecord.Lost;
import dev.hybridrouter.audit.AuditRecord.Switched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a line says apart from its number and its hash. */
interface AuditLine {
    /** Name of the kind of line, under {@code "kind"}. */
    String kind();

    /** When it was written, or when what it tells of happened. */
    Instant time();

    /** Writes the fields that follow. */
    void write(Fields fields) throws IOException;

    /** The line of a record. */
    static AuditLine of(AuditRecord record) {
        if (record instanceof Lost lost) {
            return new Simple("lost", lost.time(), fields -> fields.number("count", lost.count()));
        }
        if (record instanceof Corrected corrected) {
            return new CorrectionLine(corrected);
        }
        if (record instanceof Handled handled) {
            return new HandlingLine(handled);
        }
        return record instanceof Switched switched ? new SwitchLine(switched) : new DecisionLine((Decided) record);
    }

    /**
     * The first line of a file.
     *
     * @param why why the file was begun
     * @param end what the line follows
     * @param torn how many bytes at the end of the file before are no whole line
     */
    static AuditLine file(Instant time, Begun why, ChainEnd end, long torn, @Nullable AuditKey key) {
        return new Simple("file", time, fields -> {
            fields.number("format", ParsedLine.FORMAT);
            fields.text("chain", key == null ? ParsedLine.PLAIN : ParsedLine.KEYED);
            if (key != null) {
                fields.text("key", key.id());
            }
            fields.text("previous", end.hex());
            fields.number("previous_time", end.time().toEpochMilli());
            fields.text("begun", why.name());
            if (torn > 0) {
                fields.number("torn", torn);
            }
        });
    }

    /**
     * The line that says what is removed because it is old.
     *
     * @param end where the removed part of the chain ends
     * @param files how many files
     * @param before the time before which records are old
     */
    static AuditLine removed(Instant time, ChainEnd end, int files, Instant before) {
        return new Simple("removed", time, fields -> {
            fields.number("through", end.next() - 1);
            fields.text("through_hash", end.hex());
            fields.number("files", files);
            fields.number("before", before.toEpochMilli());
        });
    }

    /**
     * The line that says of which lines the disk failed to say that it holds them, so that a loss of power can take them.
     *
     * @param from the number of the first
     * @param through the number of the last
     */
    static AuditLine unforced(Instant time, long from, long through) {
        return new Simple("unforced", time, fields -> {
            fields.number("from", from);
            fields.number("through", through);
        });
    }

    /** The last line before a log is closed in good order. */
    static AuditLine end(Instant time) {
        return new Simple("end", time, fields -> {});
    }

    /** Why a file was begun. */
    enum Begun {
        /** The log was opened. */
        OPENED,
        /** The one before was full or old. */
        ROTATED,
        /** The one before could not be written. */
        FAILED
    }

    /** A line of few fields. */
    record Simple(String kind, Instant time, Body body) implements AuditLine {
        @Override
        public void write(Fields fields) throws IOException {
            body.write(fields);
        }

        /** Writes fields. */
        interface Body {
            void write(Fields fields) throws IOException;
        }
    }

    /** Writing into memory never fails. */
    static IllegalStateException impossible(IOException e) {
        return new IllegalStateException(new UncheckedIOException(e));
    }
}

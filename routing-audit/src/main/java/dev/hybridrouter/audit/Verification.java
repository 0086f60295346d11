package dev.hybridrouter.audit;

import dev.hybridrouter.audit.AuditFault.Kind;
import dev.hybridrouter.audit.AuditReport.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** One run of a verifier. */
final class Verification {
    private static final long STEP = 100_000;
    private static final String END = "end";

    private final Path directory;
    private final Map<String, AuditKey> keys;
    private final TreeMap<Long, Set<String>> checkpoints = new TreeMap<>();
    private final LongConsumer progress;
    private final List<String> notes = new ArrayList<>();
    private final Beginning beginning = new Beginning();
    private ChainHash hash = ChainHash.of(null);
    private ChainEnd end = ChainEnd.beginning();
    private String kind = "";
    private String file = "";
    private final KeyHistory keyHistory = new KeyHistory();
    private boolean keyed;
    private long files;
    private long lines;
    private long decisions;
    private long lost;
    private long torn;

    Verification(Path directory, Map<String, AuditKey> keys, List<Checkpoint> checkpoints, LongConsumer progress) {
        this.directory = directory;
        this.keys = keys;
        this.progress = progress;
        checkpoints.forEach(checkpoint -> this.checkpoints
                .computeIfAbsent(checkpoint.sequence(), sequence -> new HashSet<>())
                .add(checkpoint.hash()));
    }

    /** Ends the run. */
    private static final class Found extends Exception {
        private static final long serialVersionUID = 1;
        private final transient AuditFault fault;

        Found(AuditFault fault) {
            super(fault.toString(), null, false, false);
            this.fault = fault;
        }
    }

    AuditReport run(boolean mustBeClosed) throws IOException {
        AuditFault fault = null;
        try {
            for (String name : FileName.in(directory)) {
                file = name;
                file();
                files++;
            }
            finish();
            clean(mustBeClosed);
        } catch (Found found) {
            fault = found.fault;
        }
        Checkpoint last = lines == 0 ? null : new Checkpoint(end.next() - 1, end.hex(), end.time());
        return new AuditReport(new Tally(files, lines, decisions, lost), notes, fault, last, kind.equals(END));
    }

    private void file() throws IOException, Found {
        try (LineReader reader = new LineReader(Files.newInputStream(directory.resolve(file)))) {
            long tornBefore = torn;
            torn = 0;
            while (reader.next()) {
                if (!reader.isTerminated()) {
                    torn = reader.length();
                    notes.add(file + ":" + reader.number() + ": " + torn + " bytes of a line that is not ended");
                    break;
                }
                ParsedLine line = ParsedLine.of(reader.line(), reader.length());
                if (line == null) {
                    throw fault(Kind.MALFORMED, reader, "the line is no record");
                }
                if (reader.number() == 1) {
                    head(line, reader, tornBefore);
                } else if (line.isFile()) {
                    throw fault(Kind.MALFORMED, reader, "a file begins in the middle of another");
                }
                line(line, reader);
            }
        }
    }

    private void head(ParsedLine line, LineReader reader, long tornBefore) throws Found {
        if (!line.isFile() || line.number("format") != ParsedLine.FORMAT) {
            throw fault(Kind.MALFORMED, reader, "the file does not begin as format " + ParsedLine.FORMAT + " does");
        }
        if (lines == 0) {
            end = beginning.at(line);
        }
        order(line, reader);
        if (!line.text("previous").equals(end.hex())) {
            throw fault(Kind.CHANGED, reader, "the file was begun after another record than the one before it");
        }
        if (!file.equals(FileName.of(line.sequence()))) {
            throw fault(Kind.REORDERED, reader, "the file is named after another record than its first");
        }
        if (lines > 0 && Math.max(0, line.number("torn")) != tornBefore) {
            throw fault(
                    Kind.CHANGED,
                    reader,
                    "the file before ends with " + tornBefore
                            + " bytes of a line that is not ended, and this one was begun when it was otherwise");
        }
        key(line, reader);
        if (line.text("begun").equals("OPENED") && lines > 0 && !kind.equals(END)) {
            notes.add(file + ":1: the log was opened again without a clean end before; what followed record "
                    + (end.next() - 1) + " may be lost");
        }
    }

    private void key(ParsedLine line, LineReader reader) throws Found {
        boolean plain = line.text("chain").equals(ParsedLine.PLAIN);
        if (!keyHistory.admits(line.text("key"))) {
            throw fault(
                    Kind.WRONG_KEY,
                    reader,
                    plain
                            ? "the chain goes on without a key, after it had one"
                            : "the chain goes back to the key \"" + line.text("key") + "\", after it had another");
        }
        AuditKey key = keys.get(line.text("key"));
        if (!plain && key == null) {
            throw fault(
                    Kind.WRONG_KEY,
                    reader,
                    "the chain is keyed, and its key \"" + line.text("key") + "\" was not given");
        }
        keyed = !plain;
        hash = ChainHash.of(plain ? null : key);
    }

    private void line(ParsedLine line, LineReader reader) throws IOException, Found {
        order(line, reader);
        byte[] bytes = reader.line();
        byte[] right = hash.of(end.hash(), bytes, ParsedLine.hashed(bytes, reader.length()));
        if (!Arrays.equals(right, line.hash())) {
            throw fault(
                    Kind.CHANGED,
                    reader,
                    "record " + line.sequence()
                            + " does not have the hash of what it says and follows: it was changed, or"
                            + " the one before it was, hash and all" + (keyed ? ", or the key is another" : ""));
        }
        end = new ChainEnd(line.sequence() + 1, right, line.time());
        kind = line.kind();
        checkpoint(reader);
        count(line);
    }

    private void order(ParsedLine line, LineReader reader) throws Found {
        long expected = end.next();
        if (line.sequence() > expected) {
            throw missing(expected, line.sequence(), reader);
        }
        if (line.sequence() < expected) {
            throw fault(
                    Kind.REPEATED,
                    reader,
                    "record " + line.sequence() + " stands where record " + expected + " belongs, which was before");
        }
    }

    /** Looks whether the record that is missing comes later. */
    private Found missing(long expected, long found, LineReader reader) throws Found {
        String place = null;
        try {
            place = new RecordSearch(directory, file).find(expected);
        } catch (IOException e) {
            notes.add("the search for record " + expected + " failed: " + e);
        }
        if (place != null) {
            return fault(
                    Kind.REORDERED,
                    reader,
                    "record " + found + " stands where record " + expected + " belongs, which is at " + place);
        }
        return fault(Kind.GAP, reader, "records " + expected + " to " + (found - 1) + " are missing");
    }

    private void checkpoint(LineReader reader) throws Found {
        Set<String> hashes = checkpoints.remove(end.next() - 1);
        if (hashes != null && !hashes.equals(Set.of(end.hex()))) {
            throw fault(
                    Kind.FORGED,
                    reader,
                    "record " + (end.next() - 1) + " is not the one of which the checkpoint was"
                            + " made: the log was written anew from here, or from before");
        }
    }

    private void count(ParsedLine line) {
        lines++;
        switch (line.kind()) {
            case "decision" -> decisions++;
            case "lost" -> lost += Math.max(0, line.number("count"));
            case "removed" -> beginning.removed(line);
            case "unforced" ->
                notes.add("the disk failed to confirm records " + line.number("from") + " to " + line.number("through")
                        + "; a loss of power can take them");
            default -> {}
        }
        if (lines % STEP == 0) {
            progress.accept(lines);
        }
    }

    private void finish() throws Found {
        if (lines == 0 && checkpoints.isEmpty()) {
            throw new Found(new AuditFault(Kind.BEGINNING_MISSING, "", 0, "there is no log in the directory"));
        }
        if (lines > 0 && !beginning.isExplained()) {
            throw new Found(new AuditFault(Kind.BEGINNING_MISSING, "", 0, beginning.missing()));
        }
        if (lines > 0 && !keys.isEmpty() && !keyed) {
            throw new Found(new AuditFault(
                    Kind.WRONG_KEY, file, 1, "a key was given, and the last file was written without one"));
        }
        beginning.note(notes);
        for (Long sequence : checkpoints.keySet()) {
            if (sequence >= end.next()) {
                throw new Found(new AuditFault(
                        Kind.TRUNCATED,
                        "",
                        0,
                        "a checkpoint was made of record " + sequence + ", and the log ends with "
                                + (lines == 0 ? "none" : "record " + (end.next() - 1))));
            }
            beginning.uncovered(sequence, checkpoints.get(sequence), notes);
        }
    }

    /** Looks at the end: whatever could not be written at last, the line of a clean close is missing with it. */
    private void clean(boolean mustBeClosed) throws Found {
        if (lines == 0 || kind.equals(END)) {
            return;
        }
        String missing = "the log has no clean end: what followed record " + (end.next() - 1)
                + " is lost, as after a crash or on a full disk";
        if (mustBeClosed) {
            throw new Found(new AuditFault(Kind.NOT_CLOSED, file, 0, missing));
        }
        notes.add(missing + ", unless it is still being written");
    }

    private Found fault(Kind kind, LineReader reader, String message) {
        return new Found(new AuditFault(kind, file, reader.number(), message));
    }
}

package dev.hybridrouter.audit;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** What comes before the first file that is left of a log. For one thread. */
final class Beginning {
    private ChainEnd before = ChainEnd.beginning();
    private boolean explained = true;
    private Instant removedAt = Instant.EPOCH;

    /** Takes the log to begin with this line; what was before has to be explained by a later one. */
    ChainEnd at(ParsedLine head) {
        if (head.sequence() > 0) {
            before = new ChainEnd(head.sequence(), hash(head.text("previous")), head.time("previous_time"));
            explained = false;
        }
        return before;
    }

    private static byte[] hash(String digits) {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            return new byte[0]; // which no record can follow
        }
    }

    /** Reads that files were removed for their age, or were to be: the youngest of them may have withstood. */
    void removed(ParsedLine line) {
        long next = line.number("through") + 1;
        boolean asLeft = next == before.next() && line.text("through_hash").equals(before.hex());
        if (asLeft || next > before.next()) {
            explained = true;
            removedAt = line.time();
        }
    }

    boolean isExplained() {
        return explained;
    }

    String missing() {
        return "records 0 to " + (before.next() - 1)
                + " are missing, and the log does not say that they were removed for their age";
    }

    void note(List<String> notes) {
        if (before.next() > 0) {
            notes.add("records 0 to " + (before.next() - 1) + " were removed for their age at " + removedAt);
        }
    }

    /** A checkpoint of a record that was removed: only the last of those can still be compared. */
    void uncovered(long sequence, Set<String> hashes, List<String> notes) {
        boolean right = sequence == before.next() - 1 && hashes.equals(Set.of(before.hex()));
        notes.add("the checkpoint of record " + sequence
                + (right ? " agrees with what was removed" : " cannot be compared: the record was removed"));
    }
}

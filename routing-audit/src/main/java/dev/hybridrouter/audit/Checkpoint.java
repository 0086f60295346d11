package dev.hybridrouter.audit;

import dev.hybridrouter.api.internal.Check;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says how far a log had come, and by its hash what was in it. Kept where those who can write the log's files cannot, it
 * shows later that records up to it were changed or cut off.
 *
 * @param sequence number of the record
 * @param hash the record's hash, 64 hexadecimal digits; all records before it go into it
 * @param time when it was made; the beginning of 1970 if that is not known
 */
public record Checkpoint(long sequence, String hash, Instant time) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})(?::(\\d{1,18}))?");

    /** Checks the parts. */
    public Checkpoint {
        Check.atLeast(0, sequence, "checkpoint.sequence");
        Check.notNull(time, "checkpoint.time");
        if (!HASH.matcher(Check.notNull(hash, "checkpoint.hash")).matches()) {
            throw Check.invalid("checkpoint.hash", hash, "64 of 0-9 a-f");
        }
    }

    /**
     * Reads what {@link #toString} wrote; the time may be left out.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Checkpoint parse(String text) {
        Matcher matcher = TEXT.matcher(Check.notNull(text, "checkpoint").strip());
        if (!matcher.matches()) {
            throw Check.invalid("checkpoint", '"' + text + '"', "sequence:hash or sequence:hash:milliseconds");
        }
        String millis = matcher.group(3);
        return new Checkpoint(
                Long.parseLong(matcher.group(1)),
                matcher.group(2),
                Instant.ofEpochMilli(millis == null ? 0 : Long.parseLong(millis)));
    }

    /** One line: sequence, hash and milliseconds of the epoch, with colons between them. */
    @Override
    public String toString() {
        return sequence + ":" + hash + ":" + time.toEpochMilli();
    }
}

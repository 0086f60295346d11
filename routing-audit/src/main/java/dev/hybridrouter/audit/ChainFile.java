package dev.hybridrouter.audit;

import dev.hybridrouter.audit.AuditLine.Begun;
import dev.hybridrouter.log.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The chain, and the file of it that is written on: gives each line its number and its hash. For one thread. */
final class ChainFile {
    private static final int BUFFER = 1 << 17;
    private static final byte[] BEFORE_HASH = ParsedLine.BEFORE_HASH.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_HASH = (ParsedLine.AFTER_HASH + "\n").getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL = BEFORE_HASH.length + 2 * ChainHash.BYTES + AFTER_HASH.length;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final Store store;
    private final @Nullable AuditKey key;
    private final ChainHash hash;
    private Fields fields = new Fields();
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private Store.@Nullable Output output;
    private ChainEnd end = ChainEnd.beginning();
    private Instant begun = Instant.EPOCH;
    private long first;
    private long size;

    ChainFile(Store store, @Nullable AuditKey key) {
        this.store = store;
        this.key = key;
        this.hash = ChainHash.of(key);
    }

    /** Begins a file, and leaves the one before as it is. */
    void begin(ChainEnd after, Begun why, long torn, Instant now) throws IOException {
        leave();
        end = after;
        String name = FileName.of(after.next());
        append(AuditLine.file(now, why, after, torn, key));
        size = buffer.position();
        output = store.create(name, next -> next.write(buffer.flip()));
        buffer.clear();
        first = after.next();
        begun = now;
    }

    /** Notes a line; written by {@link #flush}, or earlier. If it throws an unchecked exception, nothing was noted. */
    void append(AuditLine line) throws IOException {
        encode(line);
        byte[] next = hash.of(end.hash(), fields.array(), fields.length());
        int whole = fields.length() - 1 + TAIL;
        if (buffer.remaining() < whole) {
            flush();
            buffer = buffer.capacity() < whole ? ByteBuffer.allocate(whole) : buffer;
        }
        buffer.put(fields.array(), 0, fields.length() - 1).put(BEFORE_HASH);
        for (byte b : next) {
            buffer.put(DIGITS[(b >> 4) & 0xF]).put(DIGITS[b & 0xF]);
        }
        buffer.put(AFTER_HASH);
        end = new ChainEnd(end.next() + 1, next, line.time());
    }

    private void encode(AuditLine line) throws IOException {
        try {
            fields.begin();
            fields.number("seq", end.next());
            fields.text("kind", line.kind());
            fields.number("time", line.time().toEpochMilli());
            line.write(fields);
            fields.end();
        } catch (RuntimeException e) {
            fields = new Fields(); // the old one is in the middle of an object
            throw e;
        }
    }

    /** Hands what was noted to the operating system. */
    void flush() throws IOException {
        if (output == null) {
            throw new IOException("no file is begun");
        }
        size += buffer.position();
        output.write(buffer.flip());
        buffer.clear();
    }

    void force() throws IOException {
        if (output == null) {
            throw new IOException("no file is begun");
        }
        output.force();
    }

    /** Closes the file, and forgets what was noted and not yet handed on. */
    void leave() {
        Store.Output open = output;
        output = null;
        buffer.clear();
        if (open != null) {
            open.close();
        }
    }

    ChainEnd end() {
        return end;
    }

    /** How long the file is or will be, in bytes. */
    long size() {
        return size + buffer.position();
    }

    /** When the file was begun. */
    Instant begun() {
        return begun;
    }

    /** Whether the file holds no more than its first line. */
    boolean isEmpty() {
        return end.next() == first + 1;
    }

    /** Says for people which record comes next. */
    @Override
    public String toString() {
        return store + " at record " + end.next() + ", after " + HexFormat.of().formatHex(end.hash());
    }
}

package dev.hybridrouter.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The bytes of a journal; {@code docs/ledger-journal.md} explains them. */
final class JournalFormat {
    /** {@code HRLEDGER} in ASCII. */
    static final long MAGIC = 0x48524C4544474552L;

    static final int VERSION = 1;

    /** Magic, version, check. */
    static final int HEADER = Long.BYTES + 2 * Integer.BYTES;

    /** Check, length of the body, number of the record. */
    static final int FRAME = 3 * Integer.BYTES;

    static final int LONGEST_BODY = 1 << 16;

    static final byte WINDOW = 1;
    static final byte SETTLED = 2;
    static final byte RESERVED = 3;
    static final byte ENDED = 4;
    static final byte COMPLETE = 5;
    static final byte CLOSED = 6;

    private JournalFormat() {}

    static int check(ByteBuffer bytes, int from, int to) {
        CRC32C check = new CRC32C();
        check.update(bytes.slice(from, to - from));
        return (int) check.getValue();
    }
}

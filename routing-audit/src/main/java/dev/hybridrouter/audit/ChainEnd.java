package dev.hybridrouter.audit;

import java.time.Instant;
import java.util.HexFormat;

/** Where a chain stands: what the next record follows. Immutable; nobody writes into its array. */
final class ChainEnd {
    private final long next;
    private final byte[] hash;
    private final Instant time;

    /**
     * Creates an end.
     *
     * @param next number of the next record
     * @param hash hash of the last one; zeros before the first
     * @param time time of the last one; the beginning of 1970 before the first
     */
    ChainEnd(long next, byte[] hash, Instant time) {
        this.next = next;
        this.hash = hash;
        this.time = time;
    }

    static ChainEnd beginning() {
        return new ChainEnd(0, new byte[ChainHash.BYTES], Instant.EPOCH);
    }

    long next() {
        return next;
    }

    byte[] hash() {
        return hash;
    }

    Instant time() {
        return time;
    }

    String hex() {
        return HexFormat.of().formatHex(hash);
    }
}

package dev.hybridrouter.audit;

import java.util.HexFormat;

/** Where a chain stands: what the next record follows. Immutable; nobody writes into its array. */
final class ChainEnd {
    private final long next;
    private final byte[] hash;

    /**
     * Creates an end.
     *
     * @param next number of the next record
     * @param hash hash of the last one; zeros before the first
     */
    ChainEnd(long next, byte[] hash) {
        this.next = next;
        this.hash = hash;
    }

    static ChainEnd beginning() {
        return new ChainEnd(0, new byte[ChainHash.BYTES]);
    }

    long next() {
        return next;
    }

    byte[] hash() {
        return hash;
    }

    String hex() {
        return HexFormat.of().formatHex(hash);
    }
}

package dev.hybridrouter.core.internal.quota;

/**
 * Counts of output tokens in buckets that are exact up to 31 and at most a sixteenth wide above. When it is full, all counts are
 * halved, so that newer answers weigh more. Not thread-safe.
 */
final class OutputHistogram {
    private static final int EXACT = 32;
    private static final int PARTS = 16; // of each doubling
    private static final int EXACT_BITS = 5;
    private static final int MOST_BITS = 24;
    private static final long MOST = (1L << MOST_BITS) - 1;
    private static final int FULL = 10_000;

    private final int[] counts = new int[EXACT + (MOST_BITS - EXACT_BITS) * PARTS];
    private int total;

    int total() {
        return total;
    }

    void add(long tokens) {
        counts[index(Math.min(tokens, MOST))]++;
        total++;
        if (total >= FULL) {
            halve();
        }
    }

    private void halve() {
        total = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= 2;
            total += counts[i];
        }
    }

    /** The least upper edge of a bucket that so large a share of the answers does not pass. */
    long quantile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * total));
        int bucket = 0;
        for (long seen = counts[0]; seen < rank && bucket < counts.length - 1; seen += counts[bucket]) {
            bucket++;
        }
        return upperEdge(bucket);
    }

    private static int index(long tokens) {
        if (tokens < EXACT) {
            return (int) tokens;
        }
        int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(tokens);
        int part = (int) (tokens >> (doubling - EXACT_BITS + 1)) % PARTS;
        return EXACT + (doubling - EXACT_BITS) * PARTS + part;
    }

    private static long upperEdge(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        int doubling = (bucket - EXACT) / PARTS + 1;
        int part = (bucket - EXACT) % PARTS;
        return ((PARTS + part + 1L) << doubling) - 1;
    }
}

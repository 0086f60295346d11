package dev.hybridrouter.guard;

/**
 * How a key or token looks.
 *
 * @param prefix what it begins with
 * @param tail what follows
 * @param least fewest characters that follow
 * @param most most characters that follow
 * @param issuer who makes it
 */
record SecretForm(String prefix, CharRun tail, int least, int most, String issuer) {
    /** Different characters that a tail has at least, so that examples made of one letter are none. */
    private static final int DISTINCT = 5;

    private static final int WEIGHED = 64;

    /** The end of one that begins at a place; -1 if none does. */
    int end(Text text, int start) {
        if (!text.startsWith(prefix, start)) {
            return -1;
        }
        int from = start + prefix.length();
        int end = text.runEnd(tail, from, most + 1);
        int length = end - from;
        boolean fits = length >= least && length <= most && text.isBorder(end);
        return fits && distinct(text, from, Math.min(end, from + WEIGHED)) >= DISTINCT ? end : -1;
    }

    private static int distinct(Text text, int from, int to) {
        long seen = 0;
        for (int i = from; i < to; i++) {
            seen |= 1L << (text.at(i) & 63);
        }
        return Long.bitCount(seen);
    }
}

package dev.hybridrouter.guard;

import dev.hybridrouter.guard.SecretWords.Kind;

/** Tells secrets from placeholders, references, code and plain words. */
final class SecretValues {
    private static final int SHORTEST_PASSWORD = 6;
    private static final int SHORTEST_TOKEN = 16;
    private static final int DISTINCT = 4;

    /** How much of a value is weighed, so that names within the values of others cost no more than the text is long. */
    private static final int WEIGHED = 256;

    /** Bits for each character; English words have less, hexadecimal digits up to 4. */
    private static final double ENTROPY = 3.0;

    private SecretValues() {}

    /**
     * Whether a value is a secret.
     *
     * @param spoken whether a verb announces it, so that a plain word may follow
     */
    static boolean isSecret(Text text, int from, int end, Kind kind, boolean spoken) {
        int to = Math.min(end, from + WEIGHED);
        if (to - from < SHORTEST_PASSWORD || isReference(text, from, to)) {
            return false;
        }
        int classes = classes(text, from, to);
        boolean digit = (classes & 4) != 0;
        boolean letter = (classes & 3) != 0;
        if (kind == Kind.PASSWORD) {
            boolean mixed = (digit && letter) || ((classes & 8) != 0 && !spoken && Integer.bitCount(classes) > 1);
            return mixed && distinct(text, from, to) >= DISTINCT;
        }
        return to - from >= SHORTEST_TOKEN && digit && letter && entropy(text, from, to) >= ENTROPY;
    }

    /** {@code ${TOKEN}}, {@code <your-key>}, {@code get("x")}, {@code os.environ[...]}, a path or URL. */
    private static boolean isReference(Text text, int from, int to) {
        if ("$<{%*([/".indexOf(text.at(from)) >= 0) {
            return true;
        }
        for (int i = from; i < to; i++) {
            char c = text.at(i);
            if (c == '(' || c == '[' || c == '{' || (c == ':' && text.at(i + 1) == '/')) {
                return true;
            }
        }
        return text.startsWith("process.env", from) || text.startsWith("os.", from) || text.startsWith("arn:", from);
    }

    /** Which kinds of characters there are: 1 lower case, 2 upper case, 4 digits, 8 others. */
    private static int classes(Text text, int from, int to) {
        int classes = 0;
        for (int i = from; i < to; i++) {
            char c = text.at(i);
            classes |= Chars.isLower(c) ? 1 : Chars.isUpper(c) ? 2 : Chars.isDigit(c) ? 4 : Chars.isWord(c) ? 1 : 8;
        }
        return classes;
    }

    private static int distinct(Text text, int from, int to) {
        long seen = 0;
        for (int i = from; i < to; i++) {
            seen |= 1L << (text.at(i) & 63);
        }
        return Long.bitCount(seen);
    }

    private static double entropy(Text text, int from, int to) {
        int[] times = new int[128];
        for (int i = from; i < to; i++) {
            times[text.at(i) & 127]++;
        }
        double bits = 0;
        double length = to - from;
        for (int count : times) {
            if (count > 0) {
                bits -= count / length * Math.log(count / length);
            }
        }
        return bits / Math.log(2);
    }
}

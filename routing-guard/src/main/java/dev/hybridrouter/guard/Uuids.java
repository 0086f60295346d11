package dev.hybridrouter.guard;

/** Identifiers of 32 hexadecimal digits in five groups (RFC 9562). What looks like a number in one of them is chance. */
final class Uuids {
    private static final int[] GROUPS = {8, 4, 4, 4, 12};

    private Uuids() {}

    /** The end of one that begins at a place; -1 if none does, or if it is the name in an e-mail address. */
    static int end(Text text, int start) {
        int i = start;
        for (int group : GROUPS) {
            if (i > start && text.at(i++) != '-') {
                return -1;
            }
            for (int end = i + group; i < end; i++) {
                if (!Chars.isHex(text.at(i))) {
                    return -1;
                }
            }
        }
        return text.isBorder(i) && text.at(i) != '@' ? i : -1;
    }
}

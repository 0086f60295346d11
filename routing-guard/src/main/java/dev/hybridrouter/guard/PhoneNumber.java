package dev.hybridrouter.guard;

/** A phone number as it is written: digits, single separators between groups, an area code in parentheses. */
final class PhoneNumber {
    private static final int MOST = 15;
    private static final int MOST_GROUPS = 8;

    private final byte[] digits = new byte[MOST];
    private final int[] ends = new int[MOST_GROUPS];
    private final int[] sizes = new int[MOST_GROUPS];
    private int count;
    private int groups;
    private char separator;
    private boolean parentheses;
    private boolean mixed;

    /** Reads from the first digit or parenthesis on. A {@code (0)} behind a country code is left out. */
    void read(Text text, int start, boolean international) {
        count = 0;
        groups = 0;
        separator = Text.NOTHING;
        parentheses = false;
        mixed = false;
        int i = start;
        while (count < MOST && groups < MOST_GROUPS) {
            if (international && groups > 0 && text.startsWith("(0)", i)) {
                i = afterGap(text, i + 3);
            }
            boolean opened = text.at(i) == '(';
            int from = opened ? i + 1 : i;
            int end = group(text, from);
            if (end == from || (opened && text.at(end) != ')')) {
                break;
            }
            parentheses |= opened;
            sizes[groups] = end - from;
            ends[groups] = opened ? end + 1 : end;
            groups++;
            i = afterGap(text, ends[groups - 1]);
        }
    }

    private int group(Text text, int from) {
        int i = from;
        while (count < MOST && Chars.isDigit(text.at(i))) {
            digits[count++] = (byte) (text.at(i) - '0');
            i++;
        }
        return i;
    }

    /** Behind one separator, which may be a space, another sign, or a sign in spaces; else the same place. */
    private int afterGap(Text text, int from) {
        int i = from;
        while (i - from < 3 && isSeparator(text.at(i))) {
            i++;
        }
        boolean goesOn = Chars.isDigit(text.at(i)) || text.at(i) == '(';
        if (!goesOn) {
            return from;
        }
        if (i > from) {
            char first = text.at(from);
            char sign = Chars.isSpace(first) ? ' ' : Chars.isHyphen(first) ? '-' : first;
            mixed |= separator != Text.NOTHING && separator != sign;
            separator = sign;
        }
        return i;
    }

    private static boolean isSeparator(char c) {
        return Chars.isGap(c) || c == '.' || c == '/';
    }

    byte[] digits() {
        return digits;
    }

    int groups() {
        return groups;
    }

    /** How many digits the first groups have. */
    int count(int firstGroups) {
        int sum = 0;
        for (int i = 0; i < firstGroups; i++) {
            sum += sizes[i];
        }
        return sum;
    }

    int end(int firstGroups) {
        return ends[firstGroups - 1];
    }

    boolean isSized(int... wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (i >= groups || sizes[i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** The separator between all groups; nothing if there is none, or more than one kind. */
    char separator() {
        return mixed ? Text.NOTHING : separator;
    }

    boolean hasParentheses() {
        return parentheses;
    }
}

package dev.hybridrouter.guard;

/** A number as it is written: its digits, and the groups that single separators make of them. */
final class Digits {
    private static final int MOST = 24;

    private final byte[] value = new byte[MOST];
    private final int[] place = new int[MOST];
    private final char[] gap = new char[MOST];
    private int count;
    private int start;

    /** Reads the digits from a place on. */
    void read(Text text, int from) {
        start = from;
        count = 0;
        int i = from;
        while (count < MOST && Chars.isDigit(text.at(i))) {
            value[count] = (byte) (text.at(i) - '0');
            place[count] = i;
            gap[count] = Text.NOTHING;
            count++;
            i++;
            if (isGap(text.at(i)) && Chars.isDigit(text.at(i + 1))) {
                gap[count - 1] = normal(text.at(i));
                i++;
            }
        }
    }

    private static boolean isGap(char c) {
        return Chars.isGap(c) || c == '.' || c == '/';
    }

    private static char normal(char c) {
        return Chars.isSpace(c) ? ' ' : Chars.isHyphen(c) ? '-' : c;
    }

    byte[] value() {
        return value;
    }

    int count() {
        return count;
    }

    int start() {
        return start;
    }

    /** The end of the first so many digits; the number goes on behind it, or not. */
    int end(int digits) {
        return place[digits - 1] + 1;
    }

    /** Whether a group ends after so many digits, so that a number can. */
    boolean endsAt(Text text, int digits) {
        return digits <= count && (digits < count ? gap[digits - 1] != Text.NOTHING : text.isBorder(end(digits)));
    }

    /** Whether the first so many digits are written without separator, and nothing is glued to them. */
    boolean isPlain(Text text, int digits) {
        return digits <= count && place[digits - 1] - start == digits - 1 && endsAlone(text, digits);
    }

    /** Whether the first digits fall into groups of these sizes, with these separators: {@code "2.2.2-3.2"}. */
    boolean isGrouped(Text text, String pattern) {
        int digits = 0;
        for (int i = 0; i < pattern.length(); i += 2) {
            for (int size = pattern.charAt(i) - '0'; size > 0; size--) {
                if (digits >= count || (size > 1 && gap[digits] != Text.NOTHING)) {
                    return false;
                }
                digits++;
            }
            if (i + 1 < pattern.length() && gap[digits - 1] != pattern.charAt(i + 1)) {
                return false;
            }
        }
        return endsAlone(text, digits);
    }

    /** Whether no further group follows by a separator other than a space. */
    private boolean endsAlone(Text text, int digits) {
        return endsAt(text, digits) && (digits == count || gap[digits - 1] == ' ');
    }

    /** The size of the group that begins behind so many digits; 0 if none does. */
    int sizeOfGroupAt(int digits) {
        int size = 0;
        while (digits + size < count) {
            size++;
            if (gap[digits + size - 1] != Text.NOTHING) {
                break;
            }
        }
        return size;
    }

    int number(int from, int to) {
        return Checksums.number(value, from, to);
    }
}

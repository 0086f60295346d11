package dev.hybridrouter.guard;

/** Kinds of characters. */
final class Chars {
    /** From here on scripts do not part words by spaces, so that their letters are borders of what is written in Latin. */
    private static final char FIRST_OF_EAST_ASIA = '\u2E80';

    private static final char NO_BREAK_SPACE = '\u00A0';
    private static final char NARROW_SPACE = '\u202F';
    private static final char FIRST_TYPOGRAPHIC_SPACE = '\u2000';
    private static final char LAST_TYPOGRAPHIC_SPACE = '\u200A';
    private static final char FIRST_HYPHEN = '\u2010';
    private static final char LAST_HYPHEN = '\u2013'; // a dash, which some take for one
    private static final int ASCII = 128;

    private Chars() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isLetter(char c) {
        return isUpper(c) || isLower(c);
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || isLetter(c);
    }

    static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** What belongs to a word, so that nothing begins or ends next to it. */
    static boolean isWord(char c) {
        return c < ASCII ? isAlphanumeric(c) || c == '_' : c < FIRST_OF_EAST_ASIA && Character.isLetterOrDigit(c);
    }

    static boolean isSpace(char c) {
        return c == ' '
                || c == NO_BREAK_SPACE
                || c == NARROW_SPACE
                || (c >= FIRST_TYPOGRAPHIC_SPACE && c <= LAST_TYPOGRAPHIC_SPACE);
    }

    /** The hyphen of keyboards, and those of typesetters. */
    static boolean isHyphen(char c) {
        return c == '-' || (c >= FIRST_HYPHEN && c <= LAST_HYPHEN);
    }

    /** What parts the groups of one number wherever it is written. */
    static boolean isGap(char c) {
        return isSpace(c) || isHyphen(c);
    }

    static boolean isBlank(char c) {
        return isSpace(c) || c == '\t' || c == '\n' || c == '\r';
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    static char upper(char c) {
        return isLower(c) ? (char) (c - 'a' + 'A') : c;
    }
}

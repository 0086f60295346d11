package dev.hybridrouter.guard;

/**
 * Kinds of characters of which detectors read long runs. Where a text is read again from the same place or from one behind it,
 * the end of a run is looked up and not sought again, so that runs which overlap cost no more than the text is long. Parts of
 * one thing are kinds of their own.
 */
enum CharRun {
    /** What follows the name of a secret without quotes. */
    BARE_VALUE,
    /** What follows it in double quotes. */
    DOUBLE_QUOTED,
    /** What follows it in single quotes. */
    SINGLE_QUOTED,
    /** What follows it in back quotes. */
    BACK_QUOTED,
    /** The first part of a signed token. */
    TOKEN_HEADER,
    /** Its second part. */
    TOKEN_PAYLOAD,
    /** Its last part. */
    TOKEN_SIGNATURE,
    /** The rest of a line. */
    LINE,
    /** Hexadecimal digits. */
    HEX,
    /** Capital letters and digits. */
    CAPITALS,
    /** Letters and digits. */
    ALPHANUMERIC,
    /** Letters, digits, underscore and hyphen. */
    WORD,
    /** The same and dots. */
    DOTTED,
    /** Base64 in both of its alphabets, with padding. */
    BASE64,
    /** The lines of a private key, up to the one that ends it. */
    PRIVATE_KEY;

    private static final char NO_BREAK_SPACE = '\u00A0';

    /** How many characters have to be seen to tell whether one belongs to it. */
    int ahead() {
        return this == PRIVATE_KEY ? PemDetector.END.length() : 1;
    }

    /** Whether the run goes on at a place. */
    boolean holds(Text text, int position) {
        char c = text.at(position);
        return switch (this) {
            case BARE_VALUE -> isVisible(c) && !Chars.isQuote(c) && c != ',' && c != ';' && c != '<' && c != '}';
            case DOUBLE_QUOTED -> isVisible(c) && c != '"';
            case SINGLE_QUOTED -> isVisible(c) && c != '\'';
            case BACK_QUOTED -> isVisible(c) && c != '`';
            case TOKEN_HEADER, TOKEN_PAYLOAD, TOKEN_SIGNATURE, WORD -> isWord(c);
            case LINE -> c >= ' ';
            case HEX -> Chars.isHex(c);
            case CAPITALS -> Chars.isUpper(c) || Chars.isDigit(c);
            case ALPHANUMERIC -> Chars.isAlphanumeric(c);
            case DOTTED -> isWord(c) || c == '.';
            case BASE64 -> isWord(c) || c == '+' || c == '/' || c == '=';
            case PRIVATE_KEY -> PemDetector.isBody(c) && (c != '-' || !text.startsWith(PemDetector.END, position));
        };
    }

    private static boolean isVisible(char c) {
        return c > ' ' && c != NO_BREAK_SPACE;
    }

    private static boolean isWord(char c) {
        return Chars.isAlphanumeric(c) || c == '_' || c == '-';
    }
}

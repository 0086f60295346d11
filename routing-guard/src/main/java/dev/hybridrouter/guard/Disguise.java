package dev.hybridrouter.guard;

import java.text.Normalizer;
import java.util.Map;

/**
 * Finds out what one character is that is not written as itself: percent-encoded (RFC 3986), as a character reference of HTML,
 * as an escape of JSON or a programming language, each also encoded twice; a digit of another script; a full-width,
 * mathematical, circled or tag character that stands for one of ASCII. Characters that nobody sees are hidden. Letters of
 * other scripts that look like Latin ones stay what they are. Holds its last answer; for one thread.
 */
final class Disguise {
    /** The most characters that one takes, with what is encoded twice. */
    static final int LONGEST = 24;

    /** The most characters of hidden ones in a row; what follows of them is seen, and parts words. */
    static final int MOST_HIDDEN = 16;

    private static final int HIDDEN_POINT = -1;
    private static final int NO_POINT = -2;
    private static final int MOST_DIGITS = 8;
    private static final int TWICE = 2;
    private static final String ENCODED_PERCENT = "25";
    private static final String ENCODED_AMPERSAND = "amp;";

    /** The named character references (HTML Living Standard, section 13.5) of signs that detectors look for, and of what nobody sees. */
    private static final Map<String, Character> NAMES = Map.ofEntries(
            Map.entry("amp", '&'),
            Map.entry("lt", '<'),
            Map.entry("gt", '>'),
            Map.entry("quot", '"'),
            Map.entry("apos", '\''),
            Map.entry("nbsp", '\u00A0'),
            Map.entry("ensp", '\u2002'),
            Map.entry("emsp", '\u2003'),
            Map.entry("thinsp", '\u2009'),
            Map.entry("ndash", '\u2013'),
            Map.entry("commat", '@'),
            Map.entry("period", '.'),
            Map.entry("comma", ','),
            Map.entry("colon", ':'),
            Map.entry("semi", ';'),
            Map.entry("plus", '+'),
            Map.entry("equals", '='),
            Map.entry("hyphen", '\u2010'),
            Map.entry("dash", '\u2010'),
            Map.entry("lowbar", '_'),
            Map.entry("sol", '/'),
            Map.entry("bsol", '\\'),
            Map.entry("num", '#'),
            Map.entry("percnt", '%'),
            Map.entry("lpar", '('),
            Map.entry("rpar", ')'),
            Map.entry("Tab", '\t'),
            Map.entry("NewLine", '\n'),
            Map.entry("shy", '\u00AD'),
            Map.entry("zwj", '\u200D'),
            Map.entry("zwnj", '\u200C'),
            Map.entry("lrm", '\u200E'),
            Map.entry("rlm", '\u200F'),
            Map.entry("NoBreak", '\u2060'),
            Map.entry("ZeroWidthSpace", '\u200B'));

    /** What stands at a place. */
    enum Form {
        /** Something that nobody sees. */
        HIDDEN,
        /** A character. */
        PLAIN,
        /** More text would tell. */
        OPEN
    }

    private char[] source = {};
    private int length;
    private boolean whole;
    private char plain;
    private int end;

    /** Whether a character is itself, whatever follows; where it says no, it may be. */
    static boolean isOrdinary(char c) {
        return c < 0x80 ? c != '%' && c != '&' && c != '\\' : c < 0x34F && c != '\u00AD';
    }

    /** Says what stands at a place of a source. */
    Form read(char[] text, int from, int textLength, boolean isWhole) {
        source = text;
        length = textLength;
        whole = isWhole;
        plain = text[from];
        end = from + 1;
        return switch (plain) {
            case '%' -> percent(from);
            case '&' -> reference(from);
            case '\\' -> escape(from);
            default -> symbol(from);
        };
    }

    /** The character, after {@link Form#PLAIN}. */
    char plain() {
        return plain;
    }

    /** The place behind it. */
    int end() {
        return end;
    }

    private boolean isCut(int place) {
        return place >= length && !whole;
    }

    private char at(int place) {
        return place < length ? source[place] : Text.NOTHING;
    }

    private Form percent(int from) {
        int i = from + 1;
        for (int times = 0; times < TWICE && startsWith(ENCODED_PERCENT, i); times++) {
            if (isCut(i + 3)) {
                return Form.OPEN;
            }
            if (!Chars.isHex(at(i + 2)) || !Chars.isHex(at(i + 3))) {
                break;
            }
            i += 2;
        }
        return hex(i, 2);
    }

    private Form escape(int from) {
        if (isCut(from + 1)) {
            return Form.OPEN;
        }
        char kind = at(from + 1);
        return kind == 'u' ? hex(from + 2, 4) : kind == 'x' ? hex(from + 2, 2) : Form.PLAIN;
    }

    /** So many hexadecimal digits; where there are fewer, what announced them is itself. Two digits stand for ASCII only. */
    private Form hex(int from, int digits) {
        int point = 0;
        for (int i = from; i < from + digits; i++) {
            if (isCut(i)) {
                return Form.OPEN;
            }
            if (!Chars.isHex(at(i))) {
                return Form.PLAIN;
            }
            point = point * 16 + Character.digit(at(i), 16);
        }
        return digits == 2 && point >= 0x80 ? Form.PLAIN : is(point, from + digits);
    }

    private Form reference(int from) {
        int i = from + 1;
        for (int times = 0; times < TWICE && startsWith(ENCODED_AMPERSAND, i); times++) {
            if (isCut(i + ENCODED_AMPERSAND.length())) {
                return Form.OPEN;
            }
            char next = at(i + ENCODED_AMPERSAND.length());
            if (next != '#' && !Chars.isLetter(next)) {
                break;
            }
            i += ENCODED_AMPERSAND.length();
        }
        Form form = isCut(i) ? Form.OPEN : at(i) == '#' ? numbered(i + 1) : named(i);
        boolean isSign = form == Form.PLAIN && end == from + 1 && i > from + 1;
        return isSign ? is('&', from + 1 + ENCODED_AMPERSAND.length()) : form;
    }

    private Form numbered(int from) {
        if (isCut(from)) {
            return Form.OPEN;
        }
        int radix = at(from) == 'x' || at(from) == 'X' ? 16 : 10;
        int begin = radix == 16 ? from + 1 : from;
        int i = begin;
        int point = 0;
        while (i - begin < MOST_DIGITS && i < length && Character.digit(at(i), radix) >= 0 && at(i) < 0x80) {
            point = point * radix + Character.digit(at(i), radix);
            i++;
        }
        if (i - begin < MOST_DIGITS && isCut(i)) {
            return Form.OPEN;
        }
        return i == begin ? Form.PLAIN : is(point, at(i) == ';' ? i + 1 : i);
    }

    private Form named(int from) {
        int i = from;
        while (i - from < LONGEST && Chars.isLetter(at(i))) {
            i++;
        }
        String name = new String(source, from, i - from);
        Character meant = NAMES.get(name);
        if (meant != null && at(i) == ';') {
            return is(meant, i + 1);
        }
        return isCut(i) && NAMES.keySet().stream().anyMatch(any -> any.startsWith(name)) ? Form.OPEN : Form.PLAIN;
    }

    private Form symbol(int from) {
        if (!Character.isHighSurrogate(plain)) {
            return is(plain, from + 1);
        }
        if (isCut(from + 1)) {
            return Form.OPEN;
        }
        boolean pair = Character.isLowSurrogate(at(from + 1));
        return pair ? is(Character.toCodePoint(plain, at(from + 1)), from + 2) : Form.PLAIN;
    }

    /** What a code point says that ends at a place; if it says nothing to detectors, what announced it is itself. */
    private Form is(int point, int to) {
        int meant = plainOf(point);
        if (meant == NO_POINT) {
            return Form.PLAIN;
        }
        end = to;
        if (meant == HIDDEN_POINT) {
            return Form.HIDDEN;
        }
        plain = (char) meant;
        return Form.PLAIN;
    }

    private static int plainOf(int point) {
        if (point < 0x80) {
            return (point >= ' ' && point < 0x7F) || point == '\t' || point == '\n' || point == '\r' ? point : NO_POINT;
        } else if (isHidden(point)) {
            return HIDDEN_POINT;
        } else if (point >= 0xFF01 && point <= 0xFF5E) {
            return point - 0xFF01 + '!';
        } else if (point == 0x3000) {
            return ' ';
        } else if (point >= 0xE0020 && point <= 0xE007E) {
            return point - 0xE0000; // a tag
        } else if (Character.isDigit(point)) {
            return '0' + Character.digit(point, 10);
        } else if ((point >= 0x2460 && point <= 0x24FF)
                || (point >= 0xFE50 && point <= 0xFE6F)
                || (point >= 0x1D400 && point <= 0x1D7FF)
                || point == 0x2024) {
            return compatible(point);
        }
        return Character.isBmpCodePoint(point) ? point : NO_POINT;
    }

    private static int compatible(int point) {
        String composed = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
        boolean single = composed.length() == 1 && composed.charAt(0) < 0x80;
        return single ? composed.charAt(0) : Character.isBmpCodePoint(point) ? point : NO_POINT;
    }

    private static boolean isHidden(int point) {
        return (Character.getType(point) == Character.FORMAT && (point < 0xE0020 || point > 0xE007E))
                || point == 0x34F // combining grapheme joiner
                || (point >= 0x180B && point <= 0x180F)
                || (point >= 0xFE00 && point <= 0xFE0F) // variation selectors
                || (point >= 0xE0100 && point <= 0xE01EF);
    }

    private boolean startsWith(String prefix, int from) {
        for (int i = 0; i < prefix.length(); i++) {
            if (at(from + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

package dev.hybridrouter.guard;

import java.util.Set;

/**
 * Walks a text from left to right and stops at each match; what a match covers is not looked at again. Most words are passed
 * by after one look at each of their letters. For one text and one thread.
 */
final class Scanner {
    private static final int LONGEST_PLAIN_WORD = 64;
    private static final int THOUSANDS = 3;
    private static final int LONG_WORD = 16;

    private static final Detector PEM = new PemDetector();
    private static final Detector EMAIL = new EmailDetector();
    private static final Detector IBAN = new IbanDetector();
    private static final Detector IPV4 = new Ipv4Detector();
    private static final Detector IPV6 = new Ipv6Detector();
    private static final Detector SPANISH = new SpanishDetector();
    private static final Detector FRENCH = new FrenchDetector();
    private static final Detector ITALIAN = new ItalianDetector();
    private static final Detector KEY = new KeyDetector();
    private static final Detector JWT = new JwtDetector();
    private static final Detector URL_PASSWORD = new UrlPasswordDetector();
    private static final Detector NAMED_SECRET = new NamedSecretDetector();
    private static final Detector INFIX_KEY = new InfixKeyDetector();
    private static final Detector HEADER = new HeaderDetector();

    private final Detector phone = new PhoneDetector();
    private final Detector number = new NumberDetector();
    private final Best best;
    private int position;

    Scanner(Set<PiiClass> wanted) {
        best = new Best(wanted);
    }

    /** How a walk ended. */
    enum End {
        /** At a match. */
        MATCH,
        /** Where more text would have to be seen. */
        OPEN,
        /** At the end of the text. */
        NOTHING
    }

    /** Walks on from a place to the next match. */
    End next(Text text, int from) {
        char before = text.at(from - 1);
        for (int i = from; i < text.length(); i++) {
            char c = text.at(i);
            if (mayBegin(c) && (!Chars.isWord(before) || text.isSeam(i))) {
                int uuid = Uuids.end(text, i);
                if (uuid > 0 && !text.isOut()) {
                    i = uuid - 1;
                    before = text.at(i);
                    continue;
                }
                best.clear();
                look(text, i, c, before);
                if (!text.isOut() && best.isEmpty() && text.narrow(i)) {
                    look(text, i, c, text.at(i - 1));
                }
                text.widen();
                if (text.ranOut()) {
                    position = i;
                    return End.OPEN;
                }
                if (!best.isEmpty()) {
                    position = best.end();
                    return End.MATCH;
                }
            }
            before = c;
        }
        position = text.length();
        return End.NOTHING;
    }

    PiiClass type() {
        return best.type();
    }

    int start() {
        return best.start();
    }

    /** The end of the match, or where the walk has to go on when more text has come. */
    int position() {
        return position;
    }

    private static boolean mayBegin(char c) {
        return Chars.isWord(c) || c == '+' || c == '(' || c == '-';
    }

    private void look(Text text, int start, char c, char before) {
        if (Chars.isDigit(c)) {
            digit(text, start, before);
        } else if (c == '+' || c == '(') {
            phone.look(text, start, best);
        } else if (c == '-') {
            if (before != '-') {
                PEM.look(text, start, best);
            }
        } else {
            letter(text, start, c);
        }
    }

    private void digit(Text text, int start, char before) {
        EMAIL.look(text, start, best);
        if (isInsideNumber(text, start, before)) {
            return;
        }
        IPV4.look(text, start, best);
        IPV6.look(text, start, best);
        if (before == '/' || (before == '-' && Chars.isWord(text.at(start - 2)))) {
            return; // part of a path or of some other identifier
        }
        INFIX_KEY.look(text, start, best);
        number.look(text, start, best);
        FRENCH.look(text, start, best);
        SPANISH.look(text, start, best);
        phone.look(text, start, best);
    }

    private static boolean isInsideNumber(Text text, int start, char before) {
        boolean goesOn = before == '.' || before == '-' || before == '/' || (before == ',' && isGroup(text, start));
        return goesOn && Chars.isDigit(text.at(start - 2));
    }

    /** Whether thousands or decimals of an amount can begin here: a comma also parts the fields of a row. */
    private static boolean isGroup(Text text, int start) {
        int end = start;
        while (end - start <= THOUSANDS && Chars.isDigit(text.at(end))) {
            end++;
        }
        char next = text.at(end);
        boolean goesOn =
                (Chars.isGap(next) || next == '.' || next == '/' || next == ':') && Chars.isWord(text.at(end + 1));
        return end - start <= THOUSANDS && !goesOn;
    }

    /** A word of letters that is followed by a space or the like can be the name of a secret and nothing else. */
    private void letter(Text text, int start, char first) {
        int i = start;
        boolean digits = false;
        boolean joined = false;
        while (i - start < LONGEST_PLAIN_WORD && Chars.isWord(text.at(i))) {
            digits |= Chars.isDigit(text.at(i));
            joined |= text.at(i) == '_';
            i++;
        }
        char next = text.at(i);
        if (digits || (Chars.isHyphen(next) && i - start == 1)) {
            withDigits(text, start);
        }
        if (digits || joined || next == '-' || next == '.' || next == '~' || i - start >= LONG_WORD) {
            KEY.look(text, start, best);
        }
        if (next == '~') {
            INFIX_KEY.look(text, start, best);
        }
        if (next == ' ' || next == ':' || next == '-') {
            HEADER.look(text, start, best);
        }
        if (first == 'e') {
            JWT.look(text, start, best);
        }
        if (next == '@' || next == '.' || next == '-' || next == '+' || next == '%' || next == '&') {
            EMAIL.look(text, start, best);
        }
        if (next == ':' || next == '+') {
            URL_PASSWORD.look(text, start, best);
            IPV6.look(text, start, best);
        }
        if (next != ',' && next != '.') {
            NAMED_SECRET.look(text, start, best);
        }
    }

    private void withDigits(Text text, int start) {
        IBAN.look(text, start, best);
        ITALIAN.look(text, start, best);
        SPANISH.look(text, start, best);
    }
}

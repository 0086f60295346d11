package dev.hybridrouter.guard;

/**
 * Keys that their issuer marks in the middle: secrets of applications in Microsoft Entra (three characters, a digit,
 * {@code Q~}, 31 to 34 characters) and tokens of Telegram bots (a number of eight to ten digits, a colon, {@code AA}, 33
 * characters).
 */
final class InfixKeyDetector implements Detector {
    private static final int ENTRA_MARK = 4;
    private static final int ENTRA_LEAST = 31;
    private static final int ENTRA_MOST = 34;
    private static final int BOT_MOST = 10;
    private static final int BOT_LEAST = 8;
    private static final int BOT_TAIL = 33;

    @Override
    public void look(Text text, int start, Best best) {
        if (text.at(start + ENTRA_MARK) == 'Q' && text.at(start + ENTRA_MARK + 1) == '~') {
            entra(text, start, best);
        } else if (Chars.isDigit(text.at(start))) {
            bot(text, start, best);
        }
    }

    private static void entra(Text text, int start, Best best) {
        int from = start + ENTRA_MARK + 2;
        int i = from;
        while (i - from <= ENTRA_MOST && isEntra(text.at(i))) {
            i++;
        }
        while (i > from && text.at(i - 1) == '.') {
            i--; // of a sentence
        }
        if (Chars.isDigit(text.at(start + ENTRA_MARK - 1)) && i - from >= ENTRA_LEAST && i - from <= ENTRA_MOST) {
            best.offer(PiiClass.SECRET, start, i, true);
        }
    }

    private static boolean isEntra(char c) {
        return Chars.isAlphanumeric(c) || c == '_' || c == '-' || c == '~' || c == '.';
    }

    private static void bot(Text text, int start, Best best) {
        int i = start;
        while (i - start <= BOT_MOST && Chars.isDigit(text.at(i))) {
            i++;
        }
        int from = i + 3;
        if (i - start >= BOT_LEAST
                && i - start <= BOT_MOST
                && text.startsWith(":AA", i)
                && text.runEnd(CharRun.WORD, from, BOT_TAIL + 1) == from + BOT_TAIL) {
            best.offer(PiiClass.SECRET, start, from + BOT_TAIL, true);
        }
    }
}

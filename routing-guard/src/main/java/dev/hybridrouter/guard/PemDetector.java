package dev.hybridrouter.guard;

/**
 * Private keys between lines of five dashes (RFC 7468), up to the end line, to what cannot be part of one, or to
 * {@link Text#LOOK_AHEAD}. Certificates and public keys are none.
 */
final class PemDetector implements Detector {
    private static final String BEGIN = "-----BEGIN ";
    static final String END = "-----END ";
    private static final int LONGEST_LABEL = 40;

    @Override
    public void look(Text text, int start, Best best) {
        if (!text.startsWith(BEGIN, start)) {
            return;
        }
        int label = start + BEGIN.length();
        int end = labelEnd(text, label);
        if (end < 0 || !text.substring(label, end).contains("PRIVATE KEY")) {
            return;
        }
        best.offer(PiiClass.SECRET, start, bodyEnd(text, start, end + 5), true);
    }

    private static int labelEnd(Text text, int from) {
        int i = from;
        while (i - from < LONGEST_LABEL && (Chars.isUpper(text.at(i)) || text.at(i) == ' ')) {
            i++;
        }
        return text.startsWith("-----", i) ? i : -1;
    }

    private static int bodyEnd(Text text, int start, int from) {
        int last = start + Text.LOOK_AHEAD - LONGEST_LABEL - 2 * BEGIN.length();
        int i = text.runEnd(CharRun.PRIVATE_KEY, from, last - from);
        int end = i < last && text.startsWith(END, i) ? labelEnd(text, i + END.length()) : -1;
        return end < 0 ? i : end + 5;
    }

    /** Base64, line ends (written as an escape as well), and the header fields of old keys. */
    static boolean isBody(char c) {
        return Chars.isAlphanumeric(c) || Chars.isBlank(c) || "+/=-:,\\".indexOf(c) >= 0;
    }
}

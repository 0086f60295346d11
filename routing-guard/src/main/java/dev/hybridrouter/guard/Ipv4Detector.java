package dev.hybridrouter.guard;

/** IPv4 addresses in dotted form, but for those of nobody and for versions and section numbers. */
final class Ipv4Detector implements Detector {
    private static final int HIGHEST = 255;
    private static final int LOOPBACK = 127;

    private static final Context OTHER_NAMES = Context.of(
            "version*",
            "ver",
            "release",
            "rev",
            "revision",
            "section",
            "chapter",
            "firmware",
            "build",
            "kapitel",
            "abschnitt",
            "wersj*",
            "versie",
            "versión",
            "versione",
            "oid",
            "paragraph",
            "clause",
            "driver",
            "treiber",
            "sdk");

    private static final int NAME_DISTANCE = 16;

    @Override
    public void look(Text text, int start, Best best) {
        int i = start;
        int first = 0;
        int second = 0;
        for (int part = 0; part < 4; part++) {
            int end = octetEnd(text, i);
            if (end < 0 || (part < 3 && text.at(end) != '.')) {
                return;
            }
            first = part == 0 ? value(text, i, end) : first;
            second = part == 1 ? value(text, i, end) : second;
            i = end + 1;
        }
        int end = i - 1;
        boolean address = first != 0 && first != LOOPBACK && first != HIGHEST;
        if (address && endsThere(text, end) && !isVersion(text, start)) {
            best.offer(PiiClass.IP_ADDRESS, start, end);
        }
    }

    private static int octetEnd(Text text, int from) {
        int i = from;
        while (i - from < 4 && Chars.isDigit(text.at(i))) {
            i++;
        }
        boolean octet = i > from && i - from < 4 && value(text, from, i) <= HIGHEST;
        return octet && (i - from == 1 || text.at(from) != '0') ? i : -1;
    }

    private static int value(Text text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + text.at(i) - '0';
        }
        return value;
    }

    private static boolean endsThere(Text text, int end) {
        char next = text.at(end);
        return text.isBorder(end) && !((next == '.' || next == '-') && Chars.isWord(text.at(end + 1))) && next != '*';
    }

    private static boolean isVersion(Text text, int start) {
        char before = text.at(start - 1);
        if (before == '/') {
            return text.at(start - 2) != '/';
        }
        if (before == '=') {
            return "=<>!~".indexOf(text.at(start - 2)) >= 0;
        }
        return before == '~'
                || before == '^'
                || before == '§'
                || before == '-'
                || OTHER_NAMES.isBefore(text, start, NAME_DISTANCE);
    }
}

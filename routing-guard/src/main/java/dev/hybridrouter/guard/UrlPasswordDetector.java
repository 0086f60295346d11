package dev.hybridrouter.guard;

/** The password in {@code scheme://user:password@host}. */
final class UrlPasswordDetector implements Detector {
    private static final int LONGEST = 256;
    private static final int SHORTEST_PASSWORD = 3;

    @Override
    public void look(Text text, int start, Best best) {
        int i = start;
        while (i - start < 24 && (Chars.isAlphanumeric(text.at(i)) || text.at(i) == '+' || text.at(i) == '-')) {
            i++;
        }
        if (!text.startsWith("://", i)) {
            return;
        }
        int from = i + 3;
        int colon = -1;
        for (i = from; i - from < LONGEST && isAuthority(text.at(i)); i++) {
            if (text.at(i) == ':' && colon < 0) {
                colon = i;
            } else if (text.at(i) == '@') {
                offer(text, colon + 1, i, best);
                return;
            }
        }
    }

    private static void offer(Text text, int from, int to, Best best) {
        if (from > 0 && to - from >= SHORTEST_PASSWORD && "$<{*%".indexOf(text.at(from)) < 0) {
            best.offer(PiiClass.SECRET, from, to, true);
        }
    }

    private static boolean isAuthority(char c) {
        return c > ' ' && c != '/' && c != '?' && c != '#' && c != '"' && c != '\'' && c != '>';
    }
}

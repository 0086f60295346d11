package dev.hybridrouter.guard;

/** Signed tokens: header and payload are JSON objects in base64url, so both begin with {@code eyJ} (RFC 7519). */
final class JwtDetector implements Detector {
    private static final int SHORTEST_PART = 10;

    @Override
    public void look(Text text, int start, Best best) {
        if (!text.startsWith("eyJ", start)) {
            return;
        }
        int header = partEnd(text, start, start);
        if (header - start < SHORTEST_PART || !text.startsWith(".eyJ", header)) {
            return;
        }
        int payload = partEnd(text, header + 1, start);
        int signature = text.at(payload) == '.' ? partEnd(text, payload + 1, start) : payload;
        best.offer(PiiClass.SECRET, start, signature, true);
    }

    private static int partEnd(Text text, int from, int start) {
        int i = from;
        while (i - start < Text.LOOK_AHEAD - 1 && isBase64(text.at(i))) {
            i++;
        }
        return i;
    }

    private static boolean isBase64(char c) {
        return Chars.isAlphanumeric(c) || c == '_' || c == '-';
    }
}

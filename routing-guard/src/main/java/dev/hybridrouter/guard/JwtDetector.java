package dev.hybridrouter.guard;

/** Signed tokens: header and payload are JSON objects in base64url, so both begin with {@code eyJ} (RFC 7519). */
final class JwtDetector implements Detector {
    private static final int SHORTEST_PART = 10;

    @Override
    public void look(Text text, int start, Best best) {
        if (!text.startsWith("eyJ", start)) {
            return;
        }
        int header = partEnd(text, CharRun.TOKEN_HEADER, start, start);
        if (header - start < SHORTEST_PART || !text.startsWith(".eyJ", header)) {
            return;
        }
        int payload = partEnd(text, CharRun.TOKEN_PAYLOAD, header + 1, start);
        int signature = text.at(payload) == '.' ? partEnd(text, CharRun.TOKEN_SIGNATURE, payload + 1, start) : payload;
        best.offer(PiiClass.SECRET, start, signature, true);
    }

    private static int partEnd(Text text, CharRun part, int from, int start) {
        return text.runEnd(part, from, Math.max(0, start + Text.LOOK_AHEAD - 1 - from));
    }
}

package dev.hybridrouter.guard;

import dev.hybridrouter.guard.SecretWords.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Secrets of HTTP headers that have no name of their own: {@code Basic} credentials (RFC 7617) and the values of cookies. */
final class HeaderDetector implements Detector {
    private static final String BASIC = "asic ";
    private static final int SHORTEST_CREDENTIALS = 8;
    private static final int LONGEST_CREDENTIALS = 512;
    private static final int LONGEST_COOKIES = 4_096;

    @Override
    public void look(Text text, int start, Best best) {
        char first = text.at(start);
        if ((first == 'B' || first == 'b') && text.startsWith(BASIC, start + 1)) {
            credentials(text, start + 1 + BASIC.length(), best);
        } else if ((first == 'C' || first == 'c') && text.startsWith("ookie:", start + 1)) {
            cookies(text, start + 7, best);
        } else if ((first == 'S' || first == 's') && text.startsWith("et-", start + 1)) {
            boolean isCookie = text.startsWith("Cookie:", start + 4) || text.startsWith("cookie:", start + 4);
            if (isCookie) {
                cookies(text, start + 11, best);
            }
        }
    }

    /** Base64 of a name, a colon and a password: nothing else that follows the word is. */
    private static void credentials(Text text, int from, Best best) {
        int end = text.runEnd(CharRun.BASE64, from, LONGEST_CREDENTIALS);
        if (text.isOut() || end - from < SHORTEST_CREDENTIALS) {
            return;
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(text.substring(from, end));
        } catch (IllegalArgumentException e) {
            return;
        }
        String pair = new String(decoded, StandardCharsets.UTF_8);
        boolean readable = pair.chars().noneMatch(c -> c < ' ' || c == 0xFFFD);
        if (readable && pair.indexOf(':') >= 0) {
            best.offer(PiiClass.SECRET, from, end, true);
        }
    }

    /** From the first value to the end of the last one on the line, if one of them is made by a machine. */
    private static void cookies(Text text, int after, Best best) {
        text.runEnd(CharRun.LINE, after, LONGEST_COOKIES);
        if (text.isOut()) {
            return; // it will be asked again, and to read all of them takes long
        }
        int i = afterSpaces(text, after);
        int from = -1;
        int end = -1;
        boolean secret = false;
        while (i - after < LONGEST_COOKIES) {
            int value = valueStart(text, i, after);
            if (value < 0) {
                break;
            }
            end = text.runEnd(CharRun.BARE_VALUE, value, Math.max(0, after + LONGEST_COOKIES - value));
            from = from < 0 ? value : from;
            secret |= SecretValues.isSecret(text, value, end, Kind.TOKEN, false);
            if (text.at(end) != ';') {
                break;
            }
            i = afterSpaces(text, end + 1);
        }
        if (secret) {
            best.offer(PiiClass.SECRET, from, end, true);
        }
    }

    private static int afterSpaces(Text text, int from) {
        return text.at(from) == ' ' ? from + 1 : from;
    }

    private static int valueStart(Text text, int from, int after) {
        int i = from;
        while (i - after < LONGEST_COOKIES && (Chars.isWord(text.at(i)) || text.at(i) == '-' || text.at(i) == '.')) {
            i++;
        }
        return i > from && text.at(i) == '=' ? i + 1 : -1;
    }
}

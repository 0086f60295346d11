package dev.hybridrouter.guard;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

/** JSON as a reader sees it: the escapes of strings resolved, with the way back to the text. Lenient; checks nothing. */
final class JsonText {
    private final char[] plain;
    private final int[] place;
    private final BitSet quoted = new BitSet();

    JsonText(String json) {
        char[] decoded = new char[json.length()];
        int[] places = new int[json.length() + 1];
        int length = 0;
        boolean inString = false;
        int i = 0;
        while (i < json.length()) {
            places[length] = i;
            char c = json.charAt(i);
            if (c == '"') {
                inString = !inString;
                i++;
            } else if (c == '\\' && i + 1 < json.length()) {
                int end = escapeEnd(json, i);
                c = unescaped(json, i, end);
                i = end;
            } else {
                i++;
            }
            quoted.set(length, inString);
            decoded[length++] = c;
        }
        places[length] = json.length();
        plain = Arrays.copyOf(decoded, length);
        place = places;
    }

    /** Whether a text begins and ends as an object or an array does. */
    static boolean isLikely(String text) {
        String stripped = text.strip();
        return (stripped.startsWith("{") && stripped.endsWith("}"))
                || (stripped.startsWith("[") && stripped.endsWith("]"));
    }

    private static int escapeEnd(String json, int start) {
        return json.charAt(start + 1) == 'u' && start + 6 <= json.length() ? start + 6 : start + 2;
    }

    private static char unescaped(String json, int start, int end) {
        char c = json.charAt(start + 1);
        if (end - start == 6) {
            int code = 0;
            for (int i = start + 2; i < end; i++) {
                code = code * 16 + Math.max(0, Character.digit(json.charAt(i), 16));
            }
            return (char) code;
        }
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> c;
        };
    }

    Text text() {
        return Text.whole(plain);
    }

    /** Whether a character is part of a string. */
    boolean isQuoted(int position) {
        return quoted.get(position);
    }

    /** Where a character stands in the JSON text. */
    int place(int position) {
        return place[position];
    }

    /** Returns a text as it is written inside a string. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}

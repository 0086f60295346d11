package dev.hybridrouter.guard;

/**
 * What is scanned: a whole text, or the part of a stream that has come till now with a little of what went before. It notes
 * when somebody looked past its end, because then more text may change what was seen. For one thread.
 */
final class Text {
    /** How far back a detector may look. Of a stream at least so much is kept. */
    static final int LOOK_BACK = 72;

    /** How far ahead of its start a detector may look. A stream never holds back more. */
    static final int LOOK_AHEAD = 8_192;

    /** What lies before and behind the text. */
    static final char NOTHING = '\0';

    private static final int ROOM = 256;

    private char[] chars;
    private int length;
    private boolean whole;
    private boolean ranOut;

    private Text(char[] chars, boolean whole) {
        this.chars = chars;
        this.length = whole ? chars.length : 0;
        this.whole = whole;
    }

    static Text whole(String text) {
        return new Text(text.toCharArray(), true);
    }

    static Text whole(char[] text) {
        return new Text(text, true);
    }

    static Text growing() {
        return new Text(new char[ROOM], false);
    }

    int length() {
        return length;
    }

    /** The character at a position, which may lie outside. */
    char at(int position) {
        if (position < length) {
            return position < 0 ? NOTHING : chars[position];
        }
        ranOut |= !whole;
        return NOTHING;
    }

    boolean startsWith(String prefix, int position) {
        for (int i = 0; i < prefix.length(); i++) {
            if (at(position + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String substring(int start, int end) {
        return new String(chars, start, end - start);
    }

    /** Whether somebody looked past the end since this was last asked. */
    boolean ranOut() {
        boolean answer = ranOut;
        ranOut = false;
        return answer;
    }

    void append(String more) {
        if (length + more.length() > chars.length) {
            char[] larger = new char[Math.max(2 * chars.length, length + more.length())];
            System.arraycopy(chars, 0, larger, 0, length);
            chars = larger;
        }
        more.getChars(0, more.length(), chars, length);
        length += more.length();
    }

    /** Says that nothing follows. */
    void end() {
        whole = true;
    }

    /** Forgets what lies before a position but for what detectors look back to; returns how much it forgot. */
    int forgetBefore(int position) {
        int forgotten = position - LOOK_BACK;
        if (forgotten < ROOM) {
            return 0;
        }
        length -= forgotten;
        System.arraycopy(chars, forgotten, chars, 0, length);
        return forgotten;
    }
}

package dev.hybridrouter.core.internal.guard;

/**
 * The text of a streamed block on its way through overlapping windows. A window ends in text that is held back and seen again
 * at the beginning of the next one, so that what the border cuts is seen whole. For one thread at a time.
 */
public final class Windows {
    /** Characters of a window: what ApplyGuardrail bills as one unit. */
    public static final int SIZE = 1_000;

    /** Characters at a window's end that are held back: the longest finding that no border hides. */
    public static final int OVERLAP = 250;

    /** A window that would grow beyond this waits for the end of its block. */
    public static final int LARGEST = 16_000;

    private static final int UNTIL_WHOLE = Integer.MAX_VALUE;

    private final StringBuilder text = new StringBuilder();
    private int size;

    private Windows(int size) {
        this.size = size;
    }

    /** Returns the windows of a text that can be read in parts. */
    public static Windows sliding() {
        return new Windows(SIZE);
    }

    /** Returns the one window of a text that has to be seen whole. */
    public static Windows whole() {
        return new Windows(UNTIL_WHOLE);
    }

    /** Takes more of the text. */
    public void add(String more) {
        text.append(more);
    }

    /** Whether there is enough text for a window. */
    public boolean isFull() {
        return text.length() >= size;
    }

    /** Whether there is nothing to inspect. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** The window to inspect next: a full one, or all that is left. */
    public String next() {
        return isFull() ? text.substring(0, uncut(size)) : text.toString();
    }

    /**
     * What may go on of a window. If what is held back at its end has been changed, the change may belong to more than is there:
     * then only text well before the first change goes on, and the rest is seen again in a larger window.
     */
    public String release(String window, String seen) {
        int hold = uncut(window.length() - OVERLAP);
        int held = window.length() - hold;
        int before = seen.length() - held;
        if (before >= 0 && seen.regionMatches(before, window, hold, held)) {
            text.delete(0, hold);
            size = SIZE;
            return seen.substring(0, before);
        }
        int unchanged = uncut(Math.max(0, commonPrefix(window, seen) - OVERLAP));
        text.delete(0, unchanged);
        grow(window.length() - unchanged);
        return window.substring(0, unchanged);
    }

    /** At least doubled, so that text which is changed throughout is not inspected over and over. */
    private void grow(int kept) {
        int grown = kept + Math.max(SIZE - OVERLAP, kept);
        size = grown > LARGEST ? UNTIL_WHOLE : grown;
    }

    private static int commonPrefix(String a, String b) {
        int most = Math.min(a.length(), b.length());
        int same = 0;
        while (same < most && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        return same;
    }

    /** The same place, or the one before it if that would leave half a character behind it. */
    private int uncut(int place) {
        return place > 0 && Character.isHighSurrogate(text.charAt(place - 1)) ? place - 1 : place;
    }
}

package dev.hybridrouter.guard;

import java.util.Arrays;

/**
 * What is scanned: a whole text, or the part of a stream that has come till now with a little of what went before. Detectors
 * see it in its plain form, in which what is written in a disguise (see {@link Disguise}) is one ordinary character; each of
 * them knows its place in the source. It notes when somebody looked past its end, because then more text may change what was
 * seen. For one thread.
 */
class Text {
    /** How far back a detector may look. Of a stream at least so much is kept. */
    static final int LOOK_BACK = 72;

    /** How far ahead of its start a detector may look. */
    static final int LOOK_AHEAD = 8_192;

    /** The most characters of the source that a stream holds back: as many plain ones, all in the longest disguise. */
    static final int LONGEST_HOLD = LOOK_AHEAD * (Disguise.LONGEST + Disguise.MOST_HIDDEN);

    /** What lies before and behind the text. */
    static final char NOTHING = '\0';

    private static final int ROOM = 256;

    private final Disguise disguise = new Disguise();
    private final RunEnds runs = new RunEnds();
    private final Seams seams = new Seams();
    private char[] source;
    private int sourceLength;
    private int read; // how far the source was read
    private int begin; // where in the source the next plain character begins: behind the last one
    private char[] chars; // the same as the source as long as each character stands for itself
    private int[] place = {}; // where each plain character begins; empty as long as that is so
    private boolean[] parted = {}; // whether something hidden stands before it
    private int length;
    private int from; // what lies outside of these two is not seen
    private int to = Integer.MAX_VALUE;
    private boolean whole;
    private boolean ranOut;

    Text(char[] source, int sourceLength, boolean whole) {
        this.source = source;
        this.sourceLength = sourceLength;
        this.whole = whole;
        chars = source;
        read();
    }

    static Text whole(String text) {
        return whole(text.toCharArray());
    }

    static Text whole(char[] text) {
        return new Text(text, text.length, true);
    }

    static Text growing() {
        return new Text(new char[ROOM], 0, false);
    }

    /** How many plain characters there are. */
    int length() {
        return length;
    }

    /** The plain character at a position, which may lie outside. */
    char at(int position) {
        if (position < length) {
            return position < from || position >= to ? NOTHING : chars[position];
        }
        ranOut |= !whole && position < to;
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

    /** Plain characters, all of which have come. */
    String substring(int start, int end) {
        return new String(chars, start, end - start);
    }

    /** The end of the run of a kind that begins at a place, but no more than so many characters from there. */
    int runEnd(CharRun run, int start, int most) {
        boolean narrowed = from > 0 || to < Integer.MAX_VALUE;
        return runs.end(this, run, start, to - start < most ? to : start + most, narrowed);
    }

    /** Whether so many characters have come, or nothing more will. */
    boolean has(int characters) {
        return whole || characters <= length;
    }

    /** Whether no word goes on at a place: what stands there belongs to none, or the source parts it from what stands before. */
    boolean isBorder(int position) {
        return !Chars.isWord(at(position)) || isSeam(position);
    }

    /** Whether the source parts a character from the one before it by something unseen: a hidden character, the border of two blocks. */
    boolean isSeam(int position) {
        return position < length
                && position > 0
                && ((place.length > 0 && parted[position]) || seams.isAt(place(position)));
    }

    /** Says that another block begins in the source here; what it holds is read on, but may also be looked at alone. */
    void seamAt(int sourcePlace) {
        seams.add(sourcePlace);
    }

    /** Says that what comes next belongs to another block. */
    void seam() {
        seams.add(sourceLength);
    }

    /** Shows only the block in which a position lies; returns whether that leaves anything out. */
    boolean narrow(int position) {
        if (seams.isEmpty()) {
            return false;
        }
        int at = place(position);
        from = positionOf(seams.before(at));
        to = positionOf(seams.behind(at));
        return from > 0 || to < length;
    }

    /** Shows everything again. */
    void widen() {
        from = 0;
        to = Integer.MAX_VALUE;
    }

    /** The first plain character that begins at a place of the source or behind it. */
    private int positionOf(int sourcePlace) {
        if (sourcePlace >= begin) {
            return sourcePlace == Integer.MAX_VALUE ? sourcePlace : length;
        }
        if (place.length == 0) {
            return sourcePlace;
        }
        int found = Arrays.binarySearch(place, 0, length, sourcePlace);
        return found < 0 ? -found - 1 : found;
    }

    /** Where in the source a plain character begins; of the place behind the last one, where that ends. */
    int place(int position) {
        return position >= length ? begin : place.length == 0 ? position : place[position];
    }

    /** How long the source is. */
    int sourceLength() {
        return sourceLength;
    }

    /** A part of the source. */
    String source(int start, int end) {
        return new String(source, start, end - start);
    }

    /** Whether somebody looked past the end since this was last forgotten. */
    boolean isOut() {
        return ranOut;
    }

    /** Whether somebody looked past the end; forgets it. */
    boolean ranOut() {
        boolean answer = ranOut;
        ranOut = false;
        return answer;
    }

    void append(String more) {
        if (sourceLength + more.length() > source.length) {
            char[] larger = new char[Math.max(2 * source.length, sourceLength + more.length())];
            System.arraycopy(source, 0, larger, 0, sourceLength);
            chars = place.length == 0 ? larger : chars;
            source = larger;
        }
        more.getChars(0, more.length(), source, sourceLength);
        sourceLength += more.length();
        read();
    }

    /** Whether nothing follows. */
    boolean hasEnded() {
        return whole;
    }

    /** Says that nothing follows. */
    void end() {
        whole = true;
        read();
    }

    private void read() {
        while (read < sourceLength) {
            char c = source[read];
            if (Disguise.isOrdinary(c)) {
                put(c, read + 1);
                continue;
            }
            switch (disguise.read(source, read, sourceLength, whole)) {
                case OPEN -> {
                    return;
                }
                case HIDDEN -> {
                    if (disguise.end() - begin <= Disguise.MOST_HIDDEN) {
                        remap();
                        read = disguise.end();
                    } else {
                        put(c, read + 1);
                    }
                }
                case PLAIN -> put(disguise.plain(), disguise.end());
            }
        }
    }

    /** Adds a plain character that ends in the source at a place. */
    private void put(char plain, int end) {
        if (place.length == 0) {
            if (plain == source[read] && end == length + 1) {
                length++;
                read = end;
                begin = end;
                return;
            }
            remap();
        }
        if (length == place.length) {
            chars = Arrays.copyOf(chars, 2 * length);
            place = Arrays.copyOf(place, 2 * length);
            parted = Arrays.copyOf(parted, 2 * length);
        }
        chars[length] = plain;
        parted[length] = read > begin;
        place[length++] = begin;
        read = end;
        begin = end;
    }

    /** From here on plain characters and those of the source differ. */
    private void remap() {
        if (place.length == 0) {
            place = new int[Math.max(source.length, ROOM)];
            for (int i = 0; i < length; i++) {
                place[i] = i;
            }
            chars = Arrays.copyOf(source, place.length);
            parted = new boolean[place.length];
        }
    }

    /** How many plain characters can be forgotten before a position, to which detectors do not look back any more. */
    static int forgettable(int position) {
        int forgotten = position - LOOK_BACK;
        return forgotten < ROOM ? 0 : forgotten;
    }

    /** Forgets so many plain characters; returns how many of the source. */
    int forget(int forgotten) {
        int shift = place(forgotten);
        length -= forgotten;
        if (place.length > 0) {
            System.arraycopy(chars, forgotten, chars, 0, length);
            System.arraycopy(parted, forgotten, parted, 0, length);
            for (int i = 0; i < length; i++) {
                place[i] = place[i + forgotten] - shift;
            }
        }
        sourceLength -= shift;
        System.arraycopy(source, shift, source, 0, sourceLength);
        read -= shift;
        begin -= shift;
        seams.shift(shift);
        runs.shift(forgotten);
        return shift;
    }
}

package dev.hybridrouter.guard;

import java.util.EnumMap;
import java.util.Map;

/** What is known of the runs of one text: of each kind the last that was read. For one thread. */
final class RunEnds {
    /** A run, of which all between the two places was read. */
    private static final class Known {
        private int start;
        private int end;
    }

    private final Map<CharRun, Known> last = new EnumMap<>(CharRun.class);

    /**
     * The end of the run that begins at a place, or the farthest place if it reaches there.
     *
     * @param narrowed whether only a part of the text is shown, of which nothing is remembered
     */
    int end(Text text, CharRun run, int from, int farthest, boolean narrowed) {
        Known known = last.computeIfAbsent(run, any -> new Known());
        boolean isKnown = from >= known.start && from <= known.end;
        int i = isKnown ? known.end : from;
        int sure = i;
        while (i < farthest && run.holds(text, i)) {
            i++;
            if (text.has(i + run.ahead() - 1)) { // or more text may end it here
                sure = i;
            }
        }
        if (!narrowed) {
            known.start = isKnown ? known.start : from;
            known.end = sure;
        }
        return Math.min(i, farthest);
    }

    /** Says that the text forgot so much. */
    void shift(int by) {
        for (Known known : last.values()) {
            known.start = Math.max(0, known.start - by);
            known.end = Math.max(0, known.end - by);
        }
    }
}

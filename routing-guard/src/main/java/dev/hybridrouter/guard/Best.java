package dev.hybridrouter.guard;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The best of what detectors offer for one place: what context speaks for, then what is longer, then what came first. */
final class Best {
    private final Set<PiiClass> wanted;
    private @Nullable PiiClass type;
    private int start;
    private int end;
    private boolean certain;

    Best(Set<PiiClass> wanted) {
        this.wanted = wanted;
    }

    void clear() {
        type = null;
    }

    boolean isEmpty() {
        return type == null;
    }

    /** The class of what was found; only where something was. */
    PiiClass type() {
        if (type == null) {
            throw new IllegalStateException("nothing found");
        }
        return type;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    void offer(PiiClass offered, int from, int to) {
        offer(offered, from, to, false);
    }

    void offer(PiiClass offered, int from, int to, boolean nearItsWord) {
        boolean better = type == null || (nearItsWord && !certain) || (nearItsWord == certain && to > end);
        if (better && wanted.contains(offered)) {
            type = offered;
            start = from;
            end = to;
            certain = nearItsWord;
        }
    }
}

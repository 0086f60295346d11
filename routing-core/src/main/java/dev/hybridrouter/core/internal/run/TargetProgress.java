package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.failure.RetryRule;
import org.jspecify.annotations.Nullable;

/** What one request has learned about each place of its ranking. Not thread-safe. */
final class TargetProgress {
    /** Every attempt that has begun is under way or has failed, so these two bits say whether a place was tried. */
    private static final byte BUSY = 1;

    private static final byte EXCLUDED = 2;

    private final byte[] marks;
    private @Nullable Failures @Nullable [] failures; // most requests meet none

    TargetProgress(int places) {
        this.marks = new byte[places];
    }

    /** Takes a failure into account; returns whether the place may be tried again at all. */
    boolean failed(int place, RetryRule rule, long readyAtNanos) {
        Failures known = known(place);
        known.count++;
        known.readyAt = readyAtNanos;
        boolean again =
                switch (rule) {
                    case NEVER -> false;
                    case ONCE -> known.count == 1;
                    case AFTER_PAUSE -> true;
                };
        if (!again) {
            exclude(place);
        }
        return again;
    }

    void exclude(int place) {
        marks[place] |= EXCLUDED;
    }

    /** Makes a place that was excluded what it was before. */
    void reopen(int place) {
        marks[place] &= ~EXCLUDED;
    }

    private Failures known(int place) {
        @Nullable Failures[] all = failures;
        if (all == null) {
            all = new Failures[marks.length];
            failures = all;
        }
        Failures known = all[place];
        if (known == null) {
            known = new Failures();
            all[place] = known;
        }
        return known;
    }

    int failures(int place) {
        Failures known = failures == null ? null : failures[place];
        return known == null ? 0 : known.count;
    }

    /** When a place that has failed can be tried again. */
    long readyAt(int place) {
        return known(place).readyAt;
    }

    boolean hasUntriedBesides(int place) {
        for (int i = 0; i < marks.length; i++) {
            if (i != place && isUntried(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUntried(int place) {
        return marks[place] == 0 && failures(place) == 0;
    }

    /** An attempt is under way at a place, which nobody else is to try meanwhile. */
    void begun(int place) {
        marks[place] |= BUSY;
    }

    /** The attempt has ended. */
    void over(int place) {
        marks[place] &= ~BUSY;
    }

    /** The best place that has not been tried; -1 if there is none. */
    int firstUntried() {
        for (int i = 0; i < marks.length; i++) {
            if (isUntried(i)) {
                return i;
            }
        }
        return -1;
    }

    /** The place that can be tried again soonest; -1 if there is none. */
    int soonest() {
        int best = -1;
        for (int i = 0; i < marks.length; i++) {
            if (marks[i] == 0 && failures(i) > 0 && (best < 0 || readyAt(i) - readyAt(best) < 0)) {
                best = i;
            }
        }
        return best;
    }

    /** The failures of one place. */
    private static final class Failures {
        private int count;
        private long readyAt;
    }
}

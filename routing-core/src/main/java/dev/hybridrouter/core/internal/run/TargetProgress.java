package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.failure.RetryRule;
import org.jspecify.annotations.Nullable;

/** What one request has learned about each place of its ranking; nothing of one it has not tried. Not thread-safe. */
final class TargetProgress {
    private final @Nullable Place[] places;

    public TargetProgress(int places) {
        this.places = new Place[places];
    }

    /** Takes a failure into account; returns whether the place may be tried again at all. */
    public boolean failed(int place, RetryRule rule, long readyAtNanos) {
        Place known = known(place);
        known.failures++;
        known.readyAt = readyAtNanos;
        boolean again =
                switch (rule) {
                    case NEVER -> false;
                    case ONCE -> known.failures == 1;
                    case AFTER_PAUSE -> true;
                };
        known.excluded |= !again;
        return again;
    }

    public void exclude(int place) {
        known(place).excluded = true;
    }

    /** Makes a place that was excluded what it was before. */
    public void reopen(int place) {
        Place known = known(place);
        known.excluded = false;
        if (known.failures == 0) {
            places[place] = null;
        }
    }

    private Place known(int place) {
        Place known = places[place];
        if (known == null) {
            known = new Place();
            places[place] = known;
        }
        return known;
    }

    public int failures(int place) {
        Place known = places[place];
        return known == null ? 0 : known.failures;
    }

    /** When a place that has failed can be tried again. */
    public long readyAt(int place) {
        return known(place).readyAt;
    }

    public boolean hasUntriedBesides(int place) {
        for (int i = 0; i < places.length; i++) {
            if (i != place && places[i] == null) {
                return true;
            }
        }
        return false;
    }

    /** An attempt is under way at a place, which nobody else is to try meanwhile. */
    public void begun(int place) {
        known(place).busy = true;
    }

    /** The attempt has ended. */
    public void over(int place) {
        known(place).busy = false;
    }

    /** The best place that has not been tried; -1 if there is none. */
    public int firstUntried() {
        for (int i = 0; i < places.length; i++) {
            if (places[i] == null) {
                return i;
            }
        }
        return -1;
    }

    /** The place that can be tried again soonest; -1 if there is none. */
    public int soonest() {
        int best = -1;
        for (int i = 0; i < places.length; i++) {
            Place known = places[i];
            if (known != null && !known.excluded && !known.busy && (best < 0 || known.readyAt - readyAt(best) < 0)) {
                best = i;
            }
        }
        return best;
    }

    /** A place that was tried or excluded: one that is not excluded has failed. */
    private static final class Place {
        private int failures;
        private long readyAt;
        private boolean excluded;
        private boolean busy;
    }
}

package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.failure.RetryRule;

/** What one request has learned about each place of its ranking. Not thread-safe. */
final class Trail {
    private final int[] failures;
    private final long[] readyAt;
    private final boolean[] excluded;

    Trail(int places) {
        failures = new int[places];
        readyAt = new long[places];
        excluded = new boolean[places];
    }

    /** Takes a failure into account; returns whether the place may be tried again at all. */
    boolean failed(int place, RetryRule rule, long readyAtNanos) {
        failures[place]++;
        readyAt[place] = readyAtNanos;
        boolean again =
                switch (rule) {
                    case NEVER -> false;
                    case ONCE -> failures[place] == 1;
                    case AFTER_PAUSE -> true;
                };
        excluded[place] |= !again;
        return again;
    }

    void exclude(int place) {
        excluded[place] = true;
    }

    int failures(int place) {
        return failures[place];
    }

    long readyAt(int place) {
        return readyAt[place];
    }

    boolean hasUntriedBesides(int place) {
        for (int i = 0; i < failures.length; i++) {
            if (i != place && !excluded[i] && failures[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** The best place that has not failed; -1 if there is none. */
    int firstUntried() {
        for (int i = 0; i < failures.length; i++) {
            if (!excluded[i] && failures[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The place that can be tried again soonest; -1 if there is none. */
    int soonest() {
        int best = -1;
        for (int i = 0; i < failures.length; i++) {
            if (!excluded[i] && failures[i] > 0 && (best < 0 || readyAt[i] - readyAt[best] < 0)) {
                best = i;
            }
        }
        return best;
    }
}

package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.decision.AttemptKind;

/**
 * The next attempt to make.
 *
 * @param place place of its target in the ranking
 * @param target position of its target among the router's targets
 * @param kind why it is made
 * @param pauseNanos how long to wait before it
 */
record NextAttempt(int place, int target, AttemptKind kind, long pauseNanos) {
    /** To wait until one of the targets that are left has room; {@link Itinerary#granted} says what then. */
    static final NextAttempt WAIT = new NextAttempt(-1, -1, AttemptKind.FALLBACK, 0);

    NextAttempt withoutPause() {
        return new NextAttempt(place, target, kind, 0);
    }

    boolean isWait() {
        return place < 0;
    }
}

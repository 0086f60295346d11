package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.core.internal.tools.Chance;
import dev.hybridrouter.core.policy.RetryPolicy;

/** Pauses before retries: bounds that double, from which the pause is drawn evenly (full jitter). */
final class Backoff {
    private static final int MOST_DOUBLINGS = 20;
    private static final int PLACES = 32; // for one target; more failures than that draw alike

    private Backoff() {}

    /**
     * Returns the pause in nanoseconds after so many failures of the same target.
     *
     * @param draw the seed of the request's pauses
     * @param target position of the target among the router's
     */
    static long pause(RetryPolicy policy, int failures, long draw, int target) {
        double doubled = (double) policy.firstPause().toNanos() * Math.scalb(1.0, Math.min(failures, MOST_DOUBLINGS));
        double bound = Math.min(doubled, (double) policy.maxPause().toNanos());
        return (long) (bound * Chance.of(draw, (long) target * PLACES + failures % PLACES));
    }
}

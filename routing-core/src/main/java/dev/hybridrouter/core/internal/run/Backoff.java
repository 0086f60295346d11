package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.core.internal.tools.Chance;
import dev.hybridrouter.core.policy.RetryPolicy;

/** Pauses before retries: bounds that double, from which the pause is drawn evenly (full jitter). */
final class Backoff {
    private static final int MOST_DOUBLINGS = 20;

    private Backoff() {}

    /** The pause in nanoseconds after so many failures of the same target, for the request of this number. */
    static long pause(RetryPolicy policy, int failures, long seed, long number) {
        double doubled = (double) policy.firstPause().toNanos() * Math.scalb(1.0, Math.min(failures, MOST_DOUBLINGS));
        double bound = Math.min(doubled, (double) policy.maxPause().toNanos());
        return (long) (bound * Chance.of(Chance.seed(seed, number), failures));
    }
}

package dev.hybridrouter.mcp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a server that cannot be connected is left alone: twice as long after each failure, a random half of it.
 *
 * @param first after the first failure
 * @param longest never longer
 * @param random chance; used under a lock
 */
record ReconnectBackoff(Duration first, Duration longest, RandomGenerator random) {
    private static final int MOST_DOUBLINGS = 30;

    /** Nanoseconds to wait after so many failures in a row, at least 1. */
    long nanosAfter(int failures) {
        double grown = first.toNanos() * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS));
        double most = Math.min(grown, (double) longest.toNanos());
        return (long) (most * (1 + random.nextDouble()) / 2);
    }
}

package dev.hybridrouter.test;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;
import java.util.Random;

/**
 * How long a scripted provider takes, call by call. Those drawn from a seed give the same durations in the same order in
 * every run. Implementations must be thread-safe and return zero or more.
 */
@FunctionalInterface
public interface Latency {
    /** Returns the latency of the next call. */
    Duration next();

    /** Returns a latency that is always the same. */
    static Latency fixed(Duration duration) {
        Check.notNegative(duration, "latency.duration");
        return () -> duration;
    }

    /** Returns latencies that lie evenly between these bounds. */
    static Latency uniform(Duration least, Duration most, long seed) {
        long from = Check.notNegative(least, "latency.least").toNanos();
        long span = Check.notNegative(most.minus(least), "latency.most - latency.least")
                .toNanos();
        Random random = new Random(seed);
        return () -> Duration.ofNanos(from + (long) (random.nextDouble() * span));
    }

    /**
     * Returns latencies with a long tail, as models have them: half are below the median, one in twenty is above the
     * 95th percentile.
     */
    static Latency longTail(Duration median, Duration p95, long seed) {
        double middle = Check.positive(median, "latency.median").toNanos();
        double sigma = Math.log(Check.positive(p95, "latency.p95").toNanos() / middle) / 1.6448536;
        Check.between(0, Double.MAX_VALUE, sigma, "latency.p95 / latency.median, as logarithm");
        Random random = new Random(seed);
        return () -> Duration.ofNanos((long) (middle * Math.exp(sigma * random.nextGaussian())));
    }
}

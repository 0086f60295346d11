package dev.hybridrouter.core.internal.health;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Moving average of latencies that arrive at uneven times: each sample weighs e^(−age/τ), with τ of 60 s. All samples before
 * the newest weigh at most {@value #MAX_WEIGHT} together, so dense traffic still moves the mean, and the slow answers of one
 * burst, which end last, do not outweigh its fast ones.
 */
final class LatencyAverage {
    private static final double TAU_NANOS = 60e9;
    private static final double MAX_WEIGHT = 99;

    private final AtomicReference<@Nullable Mean> mean = new AtomicReference<>();

    void add(long sampleNanos, long nowNanos) {
        Mean before;
        Mean after;
        do {
            before = mean.get();
            after = before == null ? new Mean(sampleNanos, 1, nowNanos) : before.with(sampleNanos, nowNanos);
        } while (!mean.compareAndSet(before, after));
    }

    /** The mean in nanoseconds; -1 without samples. */
    long nanos() {
        Mean current = mean.get();
        return current == null ? -1 : (long) current.nanos;
    }

    private record Mean(double nanos, double weight, long atNanos) {
        Mean with(long sampleNanos, long nowNanos) {
            double kept = Math.min(MAX_WEIGHT, weight * Math.exp(-Math.max(0, nowNanos - atNanos) / TAU_NANOS));
            double all = kept + 1;
            return new Mean(nanos + (sampleNanos - nanos) / all, all, nowNanos);
        }
    }
}

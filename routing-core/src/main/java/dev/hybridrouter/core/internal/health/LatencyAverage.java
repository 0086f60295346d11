package dev.hybridrouter.core.internal.health;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Moving average of latencies that arrive at uneven times: a sample that follows after Δt leaves the old mean the weight
 * e^(−Δt/τ), with τ of 60 s, but never more than 0.9, so that dense traffic still moves it.
 */
final class LatencyAverage {
    private static final double TAU_NANOS = 60e9;
    private static final double MOST_KEPT = 0.9;

    private final AtomicReference<@Nullable Mean> mean = new AtomicReference<>();

    void add(long sampleNanos, long nowNanos) {
        Mean before;
        Mean after;
        do {
            before = mean.get();
            after = before == null ? new Mean(sampleNanos, nowNanos) : before.with(sampleNanos, nowNanos);
        } while (!mean.compareAndSet(before, after));
    }

    /** The mean in nanoseconds; -1 without samples. */
    long nanos() {
        Mean current = mean.get();
        return current == null ? -1 : (long) current.nanos;
    }

    private record Mean(double nanos, long atNanos) {
        Mean with(long sampleNanos, long nowNanos) {
            double kept = Math.min(MOST_KEPT, Math.exp(-Math.max(0, nowNanos - atNanos) / TAU_NANOS));
            return new Mean(kept * nanos + (1 - kept) * sampleNanos, nowNanos);
        }
    }
}

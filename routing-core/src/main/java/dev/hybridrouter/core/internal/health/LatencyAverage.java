package dev.hybridrouter.core.internal.health;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Moving average of latencies that arrive at uneven times: each sample weighs e^(−age/τ), with τ of 60 s. All samples before
 * the newest weigh at most {@value #MAX_WEIGHT} together, so dense traffic still moves the mean, and the slow answers of one
 * burst, which end last, do not outweigh its fast ones. The mean deviation is averaged alike.
 */
final class LatencyAverage {
    private static final double TAU_NANOS = 60e9;
    private static final double MAX_WEIGHT = 99;
    /** As for the retransmission time-out of TCP (RFC 6298): the mean and so many mean deviations. */
    private static final double DEVIATIONS = 4;

    private final AtomicReference<@Nullable Mean> mean = new AtomicReference<>();

    void add(long sampleNanos, long nowNanos) {
        Mean before;
        Mean after;
        do {
            before = mean.get();
            after = before == null ? Mean.first(sampleNanos, nowNanos) : before.with(sampleNanos, nowNanos);
        } while (!mean.compareAndSet(before, after));
    }

    /** The mean in nanoseconds; -1 without samples. */
    long nanos() {
        Mean current = mean.get();
        return current == null ? -1 : (long) current.nanos;
    }

    /** The nanoseconds that hardly any sample exceeds; -1 without samples. */
    long highNanos() {
        Mean current = mean.get();
        return current == null ? -1 : (long) (current.nanos + DEVIATIONS * current.deviation);
    }

    private record Mean(double nanos, float deviation, float weight, long atNanos) {
        static Mean first(long sampleNanos, long nowNanos) {
            return new Mean(sampleNanos, sampleNanos / 2f, 1, nowNanos);
        }

        Mean with(long sampleNanos, long nowNanos) {
            double kept = Math.min(MAX_WEIGHT, weight * Math.exp(-Math.max(0, nowNanos - atNanos) / TAU_NANOS));
            double all = kept + 1;
            double off = sampleNanos - nanos;
            return new Mean(
                    nanos + off / all, (float) (deviation + (Math.abs(off) - deviation) / all), (float) all, nowNanos);
        }
    }
}

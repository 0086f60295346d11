package dev.hybridrouter.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What one run of one caller showed.
 *
 * @param callsPerSecond answers per second
 * @param cpuMicros CPU time of this whole process per call
 * @param latency nanoseconds of each call
 */
record Sample(double callsPerSecond, double cpuMicros, Histogram latency) {
    /** Microseconds within which so many percent of the calls ended. */
    double latencyMicros(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }

    /** Collects a sample while calls run. */
    static final class Collector {
        private static final OperatingSystemMXBean SYSTEM =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

        private final Histogram latency = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);
        private final LongAdder failures = new LongAdder();
        private final long startNanos = System.nanoTime();
        private final long startCpuNanos = SYSTEM.getProcessCpuTime();

        void answered(long sinceNanos) {
            latency.recordValue(Math.max(0, System.nanoTime() - sinceNanos));
        }

        void failed() {
            failures.increment();
        }

        /** Ends the sample; refuses one with failures, which would look fast. */
        Sample end() {
            double nanos = System.nanoTime() - startNanos;
            double cpuNanos = SYSTEM.getProcessCpuTime() - startCpuNanos;
            if (failures.sum() > 0) {
                throw new IllegalStateException(failures + " calls failed; the run says nothing");
            }
            double calls = latency.getTotalCount();
            return new Sample(calls * 1e9 / nanos, cpuNanos / 1e3 / calls, latency);
        }
    }
}

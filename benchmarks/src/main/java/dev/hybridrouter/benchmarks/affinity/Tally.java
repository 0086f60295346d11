package dev.hybridrouter.benchmarks.affinity;

import dev.hybridrouter.api.RouteResult;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What one replay came to. */
final class Tally {
    private static final int DIGITS = 3;
    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;

    private final Histogram waits = new Histogram(DIGITS);
    private long cached;
    private long answered;
    private long nanoUsd;

    void waited(long nanos) {
        waits.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    void cached(long tokens) {
        cached += tokens;
    }

    void ended(RouteResult result) {
        answered += result instanceof RouteResult.Answered ? 1 : 0;
        nanoUsd += result.decision().cost().orElseThrow().nanoUsd();
    }

    double cachedTokens() {
        return cached;
    }

    double answered() {
        return answered;
    }

    double usd() {
        return nanoUsd / NANOS;
    }

    /** Seconds that one in twenty calls waited longer than. */
    double p95() {
        return waits.getValueAtPercentile(95) / MICROS;
    }

    double p99() {
        return waits.getValueAtPercentile(99) / MICROS;
    }

    double mean() {
        return waits.getMean() / MICROS;
    }
}

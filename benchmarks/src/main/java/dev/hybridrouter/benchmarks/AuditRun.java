package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.audit.Overflow;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * What does an audit log keep, and what does it cost the calls? First as fast as one thread routes, held up where the log does
 * not keep up; then at a fixed rate, rounds with and without a log in turns, and what a call took in each.
 *
 * <p>Arguments: calls a second, rounds of each kind, seconds of a round.
 */
public final class AuditRun {
    private final int rate;
    private final int rounds;
    private final int seconds;
    private final HybridRouter bare = Fixture.router(new InstantAdapter());

    private AuditRun(int rate, int rounds, int seconds) {
        this.rate = rate;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** Runs and prints. */
    public static void main(String[] arguments) throws IOException {
        int[] numbers = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        AuditRun run =
                numbers.length == 3 ? new AuditRun(numbers[0], numbers[1], numbers[2]) : new AuditRun(100_000, 15, 2);
        run.capacity(false);
        run.capacity(true);
        run.paced();
        run.bare.close();
    }

    /** Decisions a second that are routed and kept, without a loss. */
    private void capacity(boolean keyed) throws IOException {
        for (int round = 0; round < 4; round++) {
            try (ScratchLog scratch = ScratchLog.begin(keyed, Overflow.BLOCK);
                    HybridRouter router = Fixture.router(new InstantAdapter(), scratch.log())) {
                int calls = 10 * rate;
                long start = System.nanoTime();
                for (int i = 0; i < calls; i++) {
                    check(router.route(Fixture.REQUEST));
                }
                scratch.log().close();
                double took = (System.nanoTime() - start) / 1e9;
                print(
                        "kept%s: %,.0f decisions a second, %d lost, %d verified%n",
                        keyed ? " (keyed)" : "", calls / took, scratch.log().lost(), scratch.verified());
            }
        }
    }

    private void paced() throws IOException {
        double[] without = new double[rounds];
        double[] with = new double[rounds];
        Latencies bareTimes = new Latencies();
        Latencies auditedTimes = new Latencies();
        for (int round = -2; round < rounds; round++) {
            boolean warm = round >= 0;
            double bareMean = round(bare, warm ? bareTimes : new Latencies());
            try (ScratchLog scratch = ScratchLog.begin(false, Overflow.DROP);
                    HybridRouter router = Fixture.router(new InstantAdapter(), scratch.log())) {
                double auditedMean = round(router, warm ? auditedTimes : new Latencies());
                scratch.log().close();
                if (scratch.log().lost() > 0) {
                    print("round %d: %d lost%n", round, scratch.log().lost());
                }
                if (warm) {
                    without[round] = bareMean;
                    with[round] = auditedMean;
                }
            }
        }
        print("%,d calls a second, %d rounds of %d s each%n", rate, rounds, seconds);
        print("without: median of the rounds' means %.0f ns, %s%n", median(without), bareTimes);
        print("with:    median of the rounds' means %.0f ns, %s%n", median(with), auditedTimes);
        print("slower by %.1f %% (median of the rounds' means)%n", 100 * (median(with) / median(without) - 1));
    }

    /** One round; returns the mean of what calls took. */
    private double round(HybridRouter router, Latencies latencies) {
        long gap = 1_000_000_000L / rate;
        long calls = (long) rate * seconds;
        long sum = 0;
        long due = System.nanoTime();
        for (long i = 0; i < calls; i++) {
            while (System.nanoTime() < due) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            check(router.route(Fixture.REQUEST));
            long took = System.nanoTime() - start;
            sum += took;
            latencies.record(took);
            due = Math.max(due + gap, start); // what was held up is not made up for in a burst
        }
        return (double) sum / calls;
    }

    private static void check(RouteResult result) {
        if (!(result instanceof RouteResult.Answered)) {
            throw new IllegalStateException("not answered: " + result.decision());
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void print(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format, arguments);
    }

    /** What calls took. */
    private static final class Latencies {
        private final org.HdrHistogram.Histogram histogram = new org.HdrHistogram.Histogram(60_000_000_000L, 3);

        void record(long nanos) {
            histogram.recordValue(nanos);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "p50 %,d ns, p99 %,d ns, p99.9 %,d ns",
                    histogram.getValueAtPercentile(50),
                    histogram.getValueAtPercentile(99),
                    histogram.getValueAtPercentile(99.9));
        }
    }
}

package dev.hybridrouter.benchmarks.quota;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What does the twin of a quota spare, and what does it cost? Replays recorded arrivals against a provider written from
 * its documented rules, on virtual time, with clients that ask a twin and clients that retry, and prints one table. All
 * chance is seeded: the same arguments print the same figures.
 */
public final class QuotaRun {
    private static final long[] LIMITS = {600_000, 900_000, 1_200_000};
    private static final int SEEDS = 3;
    private static final int BURN_DOWN = 5;
    private static final long MAX_TOKENS = 4_096;

    private final Trace trace;

    private QuotaRun(Trace trace) {
        this.trace = trace;
    }

    /** Runs all scenarios; the one argument is a gzip file of arrivals. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("arguments: " + arguments.length + " (expected: the trace's file)");
        }
        new QuotaRun(Trace.read(Path.of(arguments[0]))).run();
    }

    private void run() {
        for (int buckets = 1; buckets <= 2; buckets++) {
            for (double foreign : buckets == 1 ? new double[] {0, 0.3} : new double[] {0}) {
                System.out.printf(
                        Locale.ROOT,
                        "%nbuckets %d, taken by others %.0f %%, maxTokens %d, burn-down %d, deadline 30 s, %d seeds%n%s",
                        buckets,
                        foreign * 100,
                        MAX_TOKENS,
                        BURN_DOWN,
                        SEEDS,
                        header());
                for (Minute minute : Minute.values()) {
                    compare(minute, buckets, foreign);
                }
            }
        }
    }

    private void compare(Minute minute, int buckets, double foreign) {
        for (long limit : LIMITS) {
            Provider.Rules rules = new Provider.Rules(minute, limit / buckets, BURN_DOWN);
            for (boolean sized : new boolean[] {false, true}) {
                Scenario scenario = new Scenario(rules, buckets, foreign, MAX_TOKENS, sized);
                Tally without = replay(scenario, Way.WITHOUT);
                for (Way way : Way.values()) {
                    Tally tally = way == Way.WITHOUT ? without : replay(scenario, way);
                    System.out.print(row(minute + (sized ? ", sized" : ""), limit, way, tally, without));
                }
            }
        }
    }

    private Tally replay(Scenario scenario, Way way) {
        Tally sum = new Tally();
        for (long seed = 1; seed <= SEEDS; seed++) {
            sum.add(scenario.run(trace, way, seed));
        }
        return sum;
    }

    private static String header() {
        return String.format(
                Locale.ROOT,
                "%-20s %9s %-9s %8s %9s %8s %8s %10s %8s %8s %9s %9s %7s%n",
                "provider's minute",
                "TPM",
                "twin",
                "requests",
                "throttles",
                "% of w/o",
                "done",
                "% of w/o",
                "k tokens",
                "% of w/o",
                "wait ms",
                "p95 ms",
                "cut");
    }

    private static String row(String minute, long limit, Way way, Tally tally, Tally without) {
        return String.format(
                Locale.ROOT,
                "%-20s %9d %-9s %8d %9d %8.2f %8d %10.2f %8d %8.2f %9.0f %9.0f %7d%n",
                minute,
                limit,
                way.name().toLowerCase(Locale.ROOT),
                tally.requests(),
                tally.throttles(),
                percent(tally.throttles(), without.throttles()),
                tally.done(),
                percent(tally.done(), without.done()),
                tally.tokens() / 1_000,
                percent(tally.tokens(), without.tokens()),
                tally.meanWaitMillis(),
                tally.waitMillis(0.95),
                tally.cut());
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}

package dev.hybridrouter.benchmarks.quota;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What does the twin of a quota spare, and what does it cost? Replays recorded arrivals against a provider written from
 * its documented rules, on virtual time, with clients that ask a twin and clients that retry, and prints medians over
 * seeds. A seed sets the ways to the provider, its work, what others take and when its minute begins, which no client
 * knows. All chance is seeded: the same arguments print the same figures.
 */
public final class QuotaRun {
    private static final long[] LIMITS = {600_000, 900_000, 1_200_000};
    private static final int SEEDS = 7;
    private static final int BURN_DOWN = 5;
    private static final long MAX_TOKENS = 4_096;
    private static final double MOST_THROTTLES = 5;
    private static final double LEAST_GOODPUT = 97;

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
            for (double others : buckets == 1 ? new double[] {0, 0.3} : new double[] {0}) {
                System.out.printf(
                        Locale.ROOT,
                        "%nbuckets %d, taken by others %.0f %%, maxTokens %d, burn-down %d, deadline 30 s, %d seeds%n%s",
                        buckets,
                        others * 100,
                        MAX_TOKENS,
                        BURN_DOWN,
                        SEEDS,
                        header());
                for (Minute minute : Minute.values()) {
                    for (long limit : LIMITS) {
                        Provider.Rules rules = new Provider.Rules(minute, limit / buckets, BURN_DOWN);
                        compare(new Scenario(rules, buckets, others, MAX_TOKENS, false), minute + "", limit);
                        compare(new Scenario(rules, buckets, others, MAX_TOKENS, true), minute + ", sized", limit);
                    }
                }
            }
        }
    }

    private void compare(Scenario scenario, String name, long limit) {
        List<Tally> without = replay(scenario, Way.WITHOUT);
        for (Way way : Way.values()) {
            List<Tally> with = way == Way.WITHOUT ? without : replay(scenario, way);
            System.out.print(row(name, limit, way, with, without));
        }
    }

    private List<Tally> replay(Scenario scenario, Way way) {
        List<Tally> runs = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            runs.add(scenario.run(trace, way, seed));
        }
        return runs;
    }

    private static String header() {
        return String.format(
                Locale.ROOT,
                "%-20s %9s %-9s %9s %8s %8s %8s %8s %9s %7s  %s%n",
                "provider's minute",
                "TPM",
                "client",
                "throttles",
                "% of w/o",
                "done",
                "% of w/o",
                "tokens %",
                "p95 ms",
                "cut",
                "bars");
    }

    private static String row(String name, long limit, Way way, List<Tally> with, List<Tally> without) {
        double throttles = medianPercent(with, without, Tally::throttles);
        double goodput = medianPercent(with, without, Tally::done);
        boolean met = throttles <= MOST_THROTTLES && goodput >= LEAST_GOODPUT;
        return String.format(
                Locale.ROOT,
                "%-20s %9d %-9s %9.0f %8.2f %8.0f %8.2f %8.2f %9.0f %7.0f  %s%n",
                name,
                limit,
                way.name().toLowerCase(Locale.ROOT),
                median(with.stream().mapToDouble(Tally::throttles).toArray()),
                throttles,
                median(with.stream().mapToDouble(Tally::done).toArray()),
                goodput,
                medianPercent(with, without, Tally::tokens),
                median(with.stream().mapToDouble(run -> run.waitMillis(0.95)).toArray()),
                median(with.stream().mapToDouble(Tally::cut).toArray()),
                way == Way.WITHOUT || way == Way.PATIENT ? "" : met ? "met" : "MISSED");
    }

    /** The median of the ratios, seed by seed; nothing of nothing is nothing. */
    private static double medianPercent(List<Tally> parts, List<Tally> wholes, ToLongFunction<Tally> figure) {
        double[] ratios = new double[parts.size()];
        for (int i = 0; i < ratios.length; i++) {
            long part = figure.applyAsLong(parts.get(i));
            long whole = figure.applyAsLong(wholes.get(i));
            ratios[i] = part == 0 ? 0 : 100.0 * part / whole;
        }
        return median(ratios);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}

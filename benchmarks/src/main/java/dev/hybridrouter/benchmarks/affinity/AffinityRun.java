package dev.hybridrouter.benchmarks.affinity;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * How many hits in prompt caches does routing over four targets keep of those that one target as large as all four would
 * have, and how long does it make calls wait? Replays recorded conversations through a whole router, on virtual time, and
 * prints medians over seeds. A seed sets arrivals within the recorded steps of 3 s and the pace of answers. All chance is
 * seeded: the same arguments print the same figures.
 */
public final class AffinityRun {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario(8, FIVE_MINUTES, true),
            new Scenario(9, FIVE_MINUTES, true),
            new Scenario(10, FIVE_MINUTES, true),
            new Scenario(8, Duration.ofHours(1), true),
            new Scenario(9, Duration.ofHours(1), true),
            new Scenario(10, Duration.ofHours(1), true),
            new Scenario(8, FIVE_MINUTES, false),
            new Scenario(9, FIVE_MINUTES, false),
            new Scenario(10, FIVE_MINUTES, false));
    private static final int SEEDS = 7;
    private static final double LEAST_HITS = 90;
    private static final double MOST_WAITING = 1.1;

    private AffinityRun() {}

    /** Runs all scenarios; the one argument is a gzip file of conversations. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("arguments: " + arguments.length + " (expected: the trace's file)");
        }
        Conversations trace = Conversations.read(Path.of(arguments[0]));
        System.out.printf(
                Locale.ROOT,
                "%d calls, %d blocks seen before, %d seeds%n",
                trace.calls().size(),
                trace.seenBlocks(),
                SEEDS);
        for (Scenario scenario : SCENARIOS) {
            report(trace, scenario);
        }
    }

    private static void report(Conversations trace, Scenario scenario) {
        Map<Way, List<Tally>> runs = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            runs.put(
                    way,
                    LongStream.rangeClosed(1, SEEDS)
                            .mapToObj(seed -> Replay.run(trace, scenario, way, seed))
                            .toList());
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s%n%-14s %9s %9s %9s %9s %9s %9s %8s  %s%n",
                scenario,
                "way",
                "answered",
                "hits %",
                "p95 s",
                "of least",
                "p99 s",
                "mean s",
                "USD",
                "bars");
        runs.forEach((way, tallies) -> System.out.print(row(way, tallies, runs)));
    }

    private static String row(Way way, List<Tally> tallies, Map<Way, List<Tally>> runs) {
        double hits = 100 * medianRatio(tallies, runs.getOrDefault(Way.SINGLE, tallies), Tally::cachedTokens);
        double waiting = medianRatio(tallies, runs.getOrDefault(Way.LEAST_LOADED, tallies), Tally::p95);
        boolean met = hits >= LEAST_HITS && waiting <= MOST_WAITING;
        return String.format(
                Locale.ROOT,
                "%-14s %9.0f %9.1f %9.2f %9.2f %9.2f %9.3f %8.0f  %s%n",
                way.name().toLowerCase(Locale.ROOT),
                median(tallies, Tally::answered),
                hits,
                median(tallies, Tally::p95),
                waiting,
                median(tallies, Tally::p99),
                median(tallies, Tally::mean),
                median(tallies, Tally::usd),
                way.isAffinity() ? met ? "met" : "MISSED" : "");
    }

    /** The median of the ratios, seed by seed; nothing of nothing is nothing. */
    private static double medianRatio(List<Tally> parts, List<Tally> wholes, ToDoubleFunction<Tally> figure) {
        double[] ratios = new double[parts.size()];
        for (int i = 0; i < ratios.length; i++) {
            double part = figure.applyAsDouble(parts.get(i));
            ratios[i] = part == 0 ? 0 : part / figure.applyAsDouble(wholes.get(i));
        }
        return median(ratios);
    }

    private static double median(List<Tally> tallies, ToDoubleFunction<Tally> figure) {
        return median(tallies.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}

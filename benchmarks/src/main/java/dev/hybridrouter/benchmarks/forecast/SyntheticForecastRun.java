package dev.hybridrouter.benchmarks.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * Does the band of forecasts hold what it says on generated spend, on which nothing was tuned: 60 series of 8 windows of 15 minutes
 * for each shape, forecast at 25, 50, and 75 % of each window? Takes the first seed, or none for 1. Ends with 1 if a shape misses the
 * bar of {@link Score#isCovered}, or has fewer than {@value #ENOUGH} forecasts to say so; a shape of which nine
 * in ten are withheld as seasonal has none. Forecasts of the first two windows, where a season
 * cannot be seen yet, are told apart and have no bar.
 */
public final class SyntheticForecastRun {
    private static final int SERIES = 60;
    private static final int WINDOWS = 8;
    private static final long WINDOW_MILLIS = 900_000;
    private static final int ENOUGH = 100;
    private static final double MOST_TOLD = 0.1; // of forecasts of a seasonal shape

    private final long firstSeed;
    private boolean held = true;

    private SyntheticForecastRun(long firstSeed) {
        this.firstSeed = firstSeed;
    }

    /** Prints a line for each shape. */
    public static void main(String[] arguments) {
        SyntheticForecastRun run = new SyntheticForecastRun(arguments.length == 0 ? 1 : Long.parseLong(arguments[0]));
        System.out.printf(
                Locale.ROOT,
                "%-12s %14s %9s %8s %8s %8s %8s %s %s%n",
                "shape",
                "first windows",
                "forecasts",
                "seasonal",
                "unknown",
                "error",
                "in band",
                Alarms.heads(),
                "bar");
        run.print("flat", window -> 1);
        run.print("trend", window -> 1 + window / 4);
        run.print("step", window -> window < 4.3 ? 1 : 2);
        run.print("day, night", window -> 1 + 0.9 * Math.sin(2 * Math.PI * window));
        run.print("night batch", window -> window % 1 > 0.85 ? 8 : 0.2);
        run.print("sparse", window -> 0.02);
        if (!run.held) {
            System.exit(1);
        }
    }

    private void print(String name, DoubleUnaryOperator rateByWindow) {
        Tally sum = new Tally();
        for (long seed = firstSeed; seed < firstSeed + SERIES; seed++) {
            sum.add(new BackTest(trace(name, rateByWindow, seed), WINDOW_MILLIS));
        }
        Score later = sum.later;
        System.out.printf(
                Locale.ROOT,
                "%-12s %5d %7.1f%% %9d %8d %8d %8.3f %7.1f%% %s %s%n",
                name,
                sum.first.count(),
                sum.first.coverage() * 100,
                later.count(),
                sum.withheld,
                sum.unknown,
                later.error(),
                later.coverage() * 100,
                later.alarms(),
                verdict(later, sum.withheld));
    }

    private String verdict(Score score, int withheld) {
        if (score.count() < MOST_TOLD * (score.count() + withheld)) {
            return "withheld";
        }
        if (score.count() >= ENOUGH && score.isCovered()) {
            return "held";
        }
        held = false;
        return score.count() < ENOUGH ? "TOO FEW" : "MISSED";
    }

    /** Poisson arrivals at about one a second times the rate; each costs a lognormal amount. */
    private static SpendTrace trace(String name, DoubleUnaryOperator rateByWindow, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<SpendTrace.Call> calls = new ArrayList<>();
        long end = WINDOWS * WINDOW_MILLIS;
        double at = 0;
        while (at < end) {
            double rate = rateByWindow.applyAsDouble(at / WINDOW_MILLIS);
            at -= 1_000 / rate * Math.log(1 - random.nextDouble());
            calls.add(new SpendTrace.Call((long) at, (long) (1e7 * Math.exp(random.nextGaussian()))));
        }
        return new SpendTrace(name, calls);
    }
}

package dev.hybridrouter.benchmarks.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * Does the band of forecasts hold what it says on generated spend, on which nothing was tuned: 20 series of 8 windows of 15 minutes
 * for each shape, seeds 1 to 20, forecast at 25, 50, and 75 % of each window? Takes no arguments; ends with 1 if a shape with a
 * hundred forecasts or more has fewer than 72 or more than 90 % of its outcomes in the band.
 */
public final class SyntheticForecastRun {
    private static final int SERIES = 20;
    private static final int WINDOWS = 8;
    private static final long WINDOW_MILLIS = 900_000;

    private SyntheticForecastRun() {}

    /** Prints a line for each shape. */
    public static void main(String[] arguments) {
        boolean held = true;
        System.out.printf(Locale.ROOT, "%-12s %9s %8s %8s %8s%n", "shape", "forecasts", "unknown", "error", "in band");
        held &= print("flat", window -> 1);
        held &= print("trend", window -> 1 + window / 4);
        held &= print("step", window -> window < 4.3 ? 1 : 2);
        held &= print("day, night", window -> 1 + 0.9 * Math.sin(2 * Math.PI * window));
        held &= print("night batch", window -> window % 1 > 0.85 ? 8 : 0.2);
        held &= print("sparse", window -> 0.02);
        if (!held) {
            System.exit(1);
        }
    }

    private static boolean print(String name, DoubleUnaryOperator rateByWindow) {
        Score sum = new Score();
        int unknown = 0;
        for (int seed = 1; seed <= SERIES; seed++) {
            BackTest test = new BackTest(trace(name, rateByWindow, seed), WINDOW_MILLIS);
            sum.add(test.run());
            unknown += test.unknown();
        }
        System.out.printf(
                Locale.ROOT,
                "%-12s %9d %8d %8.3f %7.1f%%%n",
                name,
                sum.count(),
                unknown,
                sum.error(),
                sum.coverage() * 100);
        return sum.count() < 100 || (sum.coverage() >= 0.72 && sum.coverage() <= 0.9);
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

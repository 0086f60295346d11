package dev.hybridrouter.benchmarks.forecast;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Are forecasts better than taking the last window's spend, or the rate so far, and does their band hold what it says? Takes
 * the files of the traces; ends with 1 if not.
 */
public final class ForecastBenchmark {
    private static final List<Duration> WINDOWS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15));
    private static final double LEAST_COVERAGE = 0.75;
    private static final double MOST_COVERAGE =
            0.95; // a band that is too wide is dearer, one that is too narrow is wrong

    private final PrintStream out;

    private ForecastBenchmark(PrintStream out) {
        this.out = out;
    }

    /** Runs on the terminal. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.err.println("usage: ForecastBenchmark <trace.csv.gz>...");
            System.exit(2);
        }
        if (!new ForecastBenchmark(System.out).run(args)) {
            System.exit(1);
        }
    }

    private boolean run(String[] files) throws IOException {
        out.printf(
                Locale.ROOT,
                "%-38s %7s %6s %8s %7s %11s %9s %9s%n",
                "trace",
                "window",
                "known",
                "unknown",
                "error",
                "last value",
                "run rate",
                "in band");
        Score all = new Score();
        boolean held = true;
        for (String file : files) {
            Score score = run(SpendTrace.read(Path.of(file)));
            all.add(score);
            held &= holds(score);
        }
        print("all", "all", all, 0);
        held &= holds(all);
        out.println(held ? "The bars hold." : "A BAR IS MISSED.");
        return held;
    }

    private static boolean holds(Score score) {
        return score.isBetter() && score.coverage() >= LEAST_COVERAGE && score.coverage() <= MOST_COVERAGE;
    }

    private Score run(SpendTrace trace) {
        Score sum = new Score();
        int unknown = 0;
        for (Duration window : WINDOWS) {
            BackTest test = new BackTest(trace, window.toMillis());
            Score score = test.run();
            print(trace.name(), window.toMinutes() + " min", score, test.unknown());
            sum.add(score);
            unknown += test.unknown();
        }
        print(trace.name(), "all", sum, unknown);
        return sum;
    }

    private void print(String name, String window, Score score, int unknown) {
        out.printf(
                Locale.ROOT,
                "%-38s %7s %6d %8d %7.3f %11.3f %9.3f %8.1f%%%n",
                name,
                window,
                score.count(),
                unknown,
                score.error(),
                score.lastValueError(),
                score.runRateError(),
                score.coverage() * 100);
    }
}

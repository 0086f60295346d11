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
                "%-38s %7s %6s %8s %7s %11s %9s %9s %14s %s%n",
                "trace",
                "window",
                "known",
                "unknown",
                "error",
                "last value",
                "run rate",
                "in band",
                "first windows",
                Alarms.heads());
        Tally all = new Tally();
        boolean held = true;
        for (String file : files) {
            Tally one = run(SpendTrace.read(Path.of(file)));
            all.add(one);
            held &= holds(one.score);
        }
        print("all", "all", all);
        held &= holds(all.score);
        out.println(held ? "The bars hold." : "A BAR IS MISSED.");
        return held;
    }

    private static boolean holds(Score score) {
        return score.isBetter() && score.isCovered();
    }

    private Tally run(SpendTrace trace) {
        Tally sum = new Tally();
        for (Duration window : WINDOWS) {
            BackTest test = new BackTest(trace, window.toMillis());
            Tally one = new Tally();
            one.add(test);
            print(trace.name(), window.toMinutes() + " min", one);
            sum.add(one);
        }
        print(trace.name(), "all", sum);
        return sum;
    }

    private void print(String name, String window, Tally tally) {
        Score score = tally.score;
        out.printf(
                Locale.ROOT,
                "%-38s %7s %6d %8d %7.3f %11.3f %9.3f %8.1f%% %5d %7.1f%% %s%n",
                name,
                window,
                score.count(),
                tally.unknown + tally.withheld,
                score.error(),
                score.lastValueError(),
                score.runRateError(),
                score.coverage() * 100,
                tally.first.count(),
                tally.first.coverage() * 100,
                score.alarms());
    }
}

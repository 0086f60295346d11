package dev.hybridrouter.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The rounds of one load: a bare and a routed sample in each, told as medians and as the median of the rounds' ratios. */
final class Comparison {
    private final String load;
    private final List<Sample> bare = new ArrayList<>();
    private final List<Sample> routed = new ArrayList<>();

    Comparison(String load) {
        this.load = load;
    }

    void add(Sample bareSample, Sample routedSample) {
        bare.add(bareSample);
        routed.add(routedSample);
    }

    static String header() {
        return String.format(
                Locale.ROOT,
                "%-28s %-22s %12s %12s %9s   %s%n",
                "load",
                "figure",
                "bare",
                "routed",
                "ratio",
                "middle half of the ratios");
    }

    String rows() {
        return row("calls per second", Sample::callsPerSecond)
                + row("CPU per call, us", Sample::cpuMicros)
                + row("latency p50, us", sample -> sample.latencyMicros(50))
                + row("latency p99, us", sample -> sample.latencyMicros(99))
                + row("latency p99.9, us", sample -> sample.latencyMicros(99.9));
    }

    private String row(String name, ToDoubleFunction<Sample> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < bare.size(); i++) {
            ratios.add(figure.applyAsDouble(routed.get(i)) / figure.applyAsDouble(bare.get(i)));
        }
        return String.format(
                Locale.ROOT,
                "%-28s %-22s %12.1f %12.1f %9.3f   %.3f to %.3f%n",
                load,
                name,
                quantile(figures(bare, figure), 0.5),
                quantile(figures(routed, figure), 0.5),
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75));
    }

    private static List<Double> figures(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return samples.stream().map(figure::applyAsDouble).toList();
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        double place = share * (sorted.size() - 1);
        double below = sorted.get((int) Math.floor(place));
        double above = sorted.get((int) Math.ceil(place));
        return below + (above - below) * (place - Math.floor(place));
    }
}

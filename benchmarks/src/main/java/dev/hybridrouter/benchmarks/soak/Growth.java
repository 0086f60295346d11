package dev.hybridrouter.benchmarks.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Whether a figure grows: the median of the last third of the samples beside that of the middle third. The first third is
 * when caches fill.
 */
record Growth(String what, double before, double after, double tolerance) {
    static Growth of(String what, List<Sample> samples, ToDoubleFunction<Sample> figure, double tolerance) {
        int third = samples.size() / 3;
        return new Growth(
                what,
                median(samples.subList(third, 2 * third), figure),
                median(samples.subList(2 * third, samples.size()), figure),
                tolerance);
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    boolean isFlat() {
        return after <= before * (1 + tolerance);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%-12s %s: %,.0f, then %,.0f", what, isFlat() ? "flat " : "GROWS", before, after);
    }
}

package dev.hybridrouter.core.forecast;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts over one number of steps, made again and again and compared with what came: the ratios of the latest say how
 * wrong the next one may be. That is split conformal prediction (Vovk, Gammerman and Shafer, Algorithmic Learning in a
 * Random World, 2005) with a sliding calibration set; it assumes nothing of how spend is distributed. Not thread-safe.
 */
final class Horizon {
    /** Forecasts that are open at a time; those that overlap more tell little more. */
    private static final int OVERLAP = 8;

    private static final int KEPT = 120;
    private static final int ENOUGH = 12;
    private static final double SHARE = 0.8;

    private final int steps;
    private final Queue<Open> open = new ArrayDeque<>();
    private final double[] ratios = new double[KEPT];
    private int count;
    private double wrong;
    private double total;
    private int told;
    private int covered;

    Horizon(int steps) {
        this.steps = steps;
    }

    /** What a forecast has to be multiplied with for the narrowest band that holds four of five outcomes. */
    record Factors(double low, double high) {
        /** The factor of the forecast itself, which the band has to hold. */
        double middle() {
            return Math.max(low, Math.min(1, high));
        }
    }

    /** A forecast whose outcome is not known. */
    private record Open(
            long due,
            double spentBefore,
            double expected,
            @Nullable Factors factors) {}

    int steps() {
        return steps;
    }

    /**
     * A step is over.
     *
     * @param step its number
     * @param spent what was spent since the first step
     * @param perStep what is expected of each step from now on
     */
    void stepped(long step, double spent, double perStep) {
        Open oldest = open.peek();
        if (oldest != null && oldest.due <= step) {
            open.remove();
            settle(oldest, spent - oldest.spentBefore);
        }
        if (perStep > 0 && step % Math.max(1, steps / OVERLAP) == 0) {
            open.add(new Open(step + steps, spent, perStep * steps, isTelling() ? factors() : null));
        }
    }

    private void settle(Open forecast, double actual) {
        Factors factors = forecast.factors;
        if (factors != null) {
            told++;
            covered += actual >= factors.low * forecast.expected && actual <= factors.high * forecast.expected ? 1 : 0;
            wrong += Math.abs(actual - factors.middle() * forecast.expected);
            total += actual;
        }
        ratios[count % KEPT] = actual / forecast.expected;
        count++;
    }

    boolean isTelling() {
        return count >= ENOUGH;
    }

    Factors factors() {
        double[] sorted = Arrays.copyOf(ratios, Math.min(count, KEPT));
        Arrays.sort(sorted);
        int inside = (int) Math.ceil(SHARE * sorted.length);
        int first = narrowest(sorted, inside);
        return new Factors(sorted[first], sorted[first + inside - 1]);
    }

    /** Where the closest so many of them begin. */
    private static int narrowest(double[] sorted, int inside) {
        int best = 0;
        for (int first = 1; first + inside <= sorted.length; first++) {
            if (sorted[first + inside - 1] - sorted[first] < sorted[best + inside - 1] - sorted[best]) {
                best = first;
            }
        }
        return best;
    }

    Forecast.Accuracy accuracy() {
        return new Forecast.Accuracy(told, wrong / total, (double) covered / told);
    }
}

package dev.hybridrouter.core.forecast;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts over one number of steps, made again and again and compared with what came: the ratios of the latest say how
 * wrong the next one may be. That is split conformal prediction (Vovk, Gammerman and Shafer, Algorithmic Learning in a
 * Random World, 2005) with a sliding calibration set and equal tails; it assumes nothing of how spend is distributed. Not thread-safe.
 */
final class Horizon {
    /** Forecasts that are open at a time; those that overlap more tell little more. */
    private static final int OVERLAP = 8;

    private static final int KEPT = 120;
    private static final int ENOUGH = 12;
    private static final int ENOUGH_LENGTHS = 5;
    private static final double TAIL = 0.1;

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

    /** What a forecast has to be multiplied with for a band that one outcome in ten falls short of, and one in ten exceeds. */
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
        return count >= Math.max(ENOUGH, ENOUGH_LENGTHS * Math.min(steps, OVERLAP));
    }

    Factors factors() {
        double[] sorted = Arrays.copyOf(ratios, Math.min(count, KEPT));
        Arrays.sort(sorted);
        int outside = (int) (TAIL * (sorted.length + 1)); // the next outcome is as likely to have any rank among them
        return new Factors(sorted[outside - 1], sorted[sorted.length - outside]);
    }

    Forecast.Accuracy accuracy() {
        return new Forecast.Accuracy(told, wrong / total, (double) covered / told);
    }
}

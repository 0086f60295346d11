package dev.hybridrouter.benchmarks.forecast;

import java.util.Arrays;
import java.util.Locale;

/**
 * How often a limit was reached of which forecasts said so, and how long after. An alarm is a forecast, of an account whose limit is not
 * reached, that spend will most likely reach it before the window ends.
 */
final class Alarms {
    private double[] leads =
            new double[16]; // of right alarms: from the forecast until the limit was reached, in windows
    private int right;
    private int wrong;
    private int missed;

    /**
     * Counts a forecast and its outcome.
     *
     * @param told whether the forecast said that the limit is reached
     * @param lead how long after the forecast it was reached, as a share of the window; not a number if it was not
     */
    void add(boolean told, double lead) {
        boolean reached = !Double.isNaN(lead);
        if (told && reached) {
            leads = right == leads.length ? Arrays.copyOf(leads, 2 * right) : leads;
            leads[right++] = lead;
        } else if (told) {
            wrong++;
        } else if (reached) {
            missed++;
        }
    }

    void add(Alarms other) {
        for (int i = 0; i < other.right; i++) {
            add(true, other.leads[i]);
        }
        wrong += other.wrong;
        missed += other.missed;
    }

    private double medianLead() {
        double[] sorted = Arrays.copyOf(leads, right);
        Arrays.sort(sorted);
        return right == 0 ? Double.NaN : sorted[right / 2];
    }

    /** Alarms, their precision and recall, and the median lead as a share of the window. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%7d %9.2f %6.2f %6.2f",
                right + wrong,
                (double) right / (right + wrong),
                (double) right / (right + missed),
                medianLead());
    }

    /** The heads of {@link #toString}. */
    static String heads() {
        return String.format(Locale.ROOT, "%7s %9s %6s %6s", "alarms", "precision", "recall", "lead");
    }
}

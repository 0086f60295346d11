package dev.hybridrouter.core.internal.similar;

/** The upper end of what a share can be, after so many trials (Clopper and Pearson, 1934: exact, one-sided, 95 %). */
final class UpperBound {
    private static final double DOUBT = 0.05;
    private static final int STEPS = 50;

    private UpperBound() {}

    /** The largest share under which so few failures in so many trials are not too unlikely; 1 without trials. */
    static double of(int failures, int trials) {
        if (failures >= trials) {
            return 1;
        }
        double low = (double) failures / trials;
        double high = 1;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (atMost(failures, trials, middle) > DOUBT) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The probability of at most so many failures; terms are summed as logarithms, which do not underflow. */
    private static double atMost(int failures, int trials, double share) {
        double odds = Math.log(share) - Math.log1p(-share);
        double term = trials * Math.log1p(-share);
        double sum = Math.exp(term);
        for (int k = 1; k <= failures; k++) {
            term += Math.log((double) (trials - k + 1) / k) + odds;
            sum += Math.exp(term);
        }
        return sum;
    }
}

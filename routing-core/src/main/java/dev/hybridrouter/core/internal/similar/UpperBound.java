package dev.hybridrouter.core.internal.similar;

/**
 * The upper end of what a share can be, after so many trials: a confidence sequence, which holds at every look at once, however
 * often and whenever one looks. Each share is betted against by a gambler who believes in a smaller one, five of them at once;
 * where the share is true, their fortune reaches 1 / doubt with at most that probability, ever (Ville, 1939). See H. Robbins,
 * Statistical Methods Related to the Law of the Iterated Logarithm, Annals of Mathematical Statistics 41 (1970), 1397-1409,
 * and I. Waudby-Smith and A. Ramdas, Estimating Means of Bounded Random Variables by Betting, Journal of the Royal Statistical
 * Society B 86 (2024), 1-27.
 */
final class UpperBound {
    private static final int STEPS = 50;

    /** What the gamblers believe, as parts of the share they bet against, and how much of the fortune each begins with. */
    private static final double[] BELIEFS = {0, 0.1, 0.25, 0.5, 0.75};

    private static final double[] STAKES = {0.25, 0.15, 0.2, 0.3, 0.1};

    private UpperBound() {}

    /**
     * Returns the largest share that is not refuted; 1 without trials.
     *
     * @param doubt the probability of ever returning less than the true share, above 0 and below 1
     */
    static double of(int failures, int trials, double doubt) {
        if (failures >= trials) {
            return 1;
        }
        double low = (double) failures / trials;
        double high = 1;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (isRefuted(middle, failures, trials, doubt)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** Whether bets against a share, or a larger one, have won that much; fortunes are kept as logarithms. */
    static boolean isRefuted(double share, int failures, int trials, double doubt) {
        double won = 0;
        for (int i = 0; i < BELIEFS.length; i++) {
            if (BELIEFS[i] > 0 || failures == 0) {
                double right = (trials - failures) * (Math.log1p(-BELIEFS[i] * share) - Math.log1p(-share));
                double wrong = failures == 0 ? 0 : failures * Math.log(BELIEFS[i]);
                won += STAKES[i] * Math.exp(Math.min(500, right + wrong));
            }
        }
        return won >= 1 / doubt;
    }
}

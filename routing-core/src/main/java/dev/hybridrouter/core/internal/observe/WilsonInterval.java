package dev.hybridrouter.core.internal.observe;

import dev.hybridrouter.api.internal.Check;

/**
 * The Wilson score interval of a share: between these bounds lies the true share with a confidence of 95 %, if the trials
 * are independent. Unlike the normal approximation it holds for few trials and for shares near 0 and 1.
 *
 * <p>E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, Journal of the American
 * Statistical Association 22 (1927), 209-212; without continuity correction.
 *
 * @param lower lower bound, 0 to 1
 * @param upper upper bound, 0 to 1
 */
public record WilsonInterval(double lower, double upper) {
    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /**
     * Returns the interval of successes among trials. Without trials nothing is known, and it reaches from 0 to 1.
     *
     * @param successes 0 to {@code trials}
     * @param trials at least 0
     */
    public static WilsonInterval of(long successes, long trials) {
        Check.atLeast(0, trials, "wilson.trials");
        if (successes < 0 || successes > trials) {
            throw Check.invalid("wilson.successes", successes, "0 to " + trials + " trials");
        }
        return ofShare(trials == 0 ? 0 : (double) successes / (double) trials, (double) trials);
    }

    /**
     * Returns the interval of a share that was seen in as many trials.
     *
     * @param share 0 to 1
     * @param n how many independent trials the share is worth, at least 0
     */
    static WilsonInterval ofShare(double share, double n) {
        if (n == 0) {
            return new WilsonInterval(0, 1);
        }
        double z2n = Z * Z / n;
        double middle = share + z2n / 2;
        double half = Z * Math.sqrt(share * (1 - share) / n + z2n / (4 * n));
        // Rounding must not leave an edge that the formula meets exactly.
        double lower = share == 0 ? 0 : (middle - half) / (1 + z2n);
        double upper = share == 1 ? 1 : (middle + half) / (1 + z2n);
        return new WilsonInterval(lower, upper);
    }
}

package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;

/**
 * How many extra attempts (retries and fallbacks) the router as a whole may make: a token bucket that each request that
 * reaches a provider fills a little, and each extra attempt draws one token from. Leaving a target that is out of service
 * draws none. It keeps a provider's trouble from being multiplied by
 * retries.
 *
 * @param ratio tokens each request adds that reaches a provider; 0.2 means 20 % extra attempts in the long run
 * @param perSecond tokens added each second whatever the traffic, so that a quiet router can retry at all
 * @param burst most tokens kept; the bucket starts full
 */
public record AttemptBudgetPolicy(double ratio, double perSecond, int burst) {
    /** Checks the ranges. */
    public AttemptBudgetPolicy {
        Check.between(0, 1, ratio, "attemptBudget.ratio");
        Check.between(0, 1_000, perSecond, "attemptBudget.perSecond");
        Check.between(0, 1_000_000, burst, "attemptBudget.burst");
    }

    /** Returns the default: 20 % of traffic, 10 a second, burst of 1,000. */
    public static AttemptBudgetPolicy defaults() {
        return new AttemptBudgetPolicy(0.2, 10, 1_000);
    }
}

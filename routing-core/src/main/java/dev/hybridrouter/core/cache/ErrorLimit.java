package dev.hybridrouter.core.cache;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.cache.AnswerComparison;
import java.time.Duration;

/**
 * How many similar answers may be wrong, and how that is measured. Would-be hits are checked: the request goes to a target as if
 * nothing had been found, and the two answers are compared. Hits are served only while the upper bound of the share of wrong
 * ones is within the limit; the bound is one-sided, of 95 % confidence (Clopper and Pearson), over the latest checks. Too few
 * checks are no evidence: with none wrong, a limit of 1 % takes 299 of them, 2 % takes 149, 5 % takes 59.
 *
 * @param share of hits that may be wrong, above 0 and below 1
 * @param comparison tells wrong hits from right ones
 * @param checked share of would-be hits that are checked while hits are served, above 0 to 1; all are while none are served
 * @param window how many checks count, the latest ones; 10 to 10,000
 * @param scope whose checks count
 */
public record ErrorLimit(double share, AnswerComparison comparison, double checked, int window, Scope scope) {
    private static final double CHECKED = 0.05;
    private static final int WINDOW = 1_000;

    /** The longest a comparison may take; what takes longer counts for nothing. */
    public static final Duration COMPARISON_LIMIT = Duration.ofMinutes(1);

    /** Refuses values out of range, and a window too short ever to show that the limit holds. */
    public ErrorLimit {
        Check.between(Double.MIN_VALUE, Math.nextDown(1.0), share, "semantic.errorLimit.share");
        Check.notNull(comparison, "semantic.errorLimit.comparison");
        Check.between(Double.MIN_VALUE, 1, checked, "semantic.errorLimit.checked");
        Check.between(10, 10_000, window, "semantic.errorLimit.window");
        Check.notNull(scope, "semantic.errorLimit.scope");
        if (Math.pow(1 - share, window) > 0.05) {
            throw Check.invalid(
                    "semantic.errorLimit.window",
                    window,
                    "at least " + (long) Math.ceil(Math.log(0.05) / Math.log1p(-share))
                            + ": fewer checks never show that a share of " + share + " holds");
        }
    }

    /** Whose checks count as evidence for whom. */
    public enum Scope {
        /** Each tenant's own; the default. */
        TENANT,
        /** All of the router's: fewer checks are needed, and a tenant whose hits are worse than others' is not noticed. */
        ROUTER
    }

    /**
     * Returns a limit of which 5 % of would-be hits are checked, the latest 1,000 count, and each tenant has its own.
     *
     * @param share of hits that may be wrong, above 0 and below 1
     * @param comparison tells wrong hits from right ones
     */
    public static ErrorLimit of(double share, AnswerComparison comparison) {
        return new ErrorLimit(share, comparison, CHECKED, WINDOW, Scope.TENANT);
    }

    /** Returns this with another share of would-be hits that are checked while hits are served. */
    public ErrorLimit withChecked(double value) {
        return new ErrorLimit(share, comparison, value, window, scope);
    }

    /** Returns this with another number of checks that count. */
    public ErrorLimit withWindow(int value) {
        return new ErrorLimit(share, comparison, checked, value, scope);
    }

    /** Returns this with another scope. */
    public ErrorLimit withScope(Scope value) {
        return new ErrorLimit(share, comparison, checked, window, value);
    }
}

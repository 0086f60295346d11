package dev.hybridrouter.core.cache;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.cache.AnswerComparison;
import java.time.Duration;

/**
 * How many similar answers may be wrong, and how that is measured. Would-be hits are checked: the request goes to a target as if
 * nothing had been found, and the two answers are compared. Hits are served only while the upper bound of the share of wrong
 * ones is within the limit. The bound holds at all looks together: where the true share is never within the limit, hits are
 * ever served with a probability of at most 5 %, however many are checked. Too few checks are no evidence: with none wrong, a
 * limit of 1 % takes 448 of them, 2 % takes 223, 5 % takes 88.
 *
 * <p>What is proven can cease to be true. After the first wrong check of a served hit, no hit is served until {@code 1 / (2 share)}
 * checks in a row were right; a wrong one among these ends the proof, and a new one is needed. After a jump to a share
 * {@code p} of wrong ones, {@code (1 / checked - 1) / (1 - (1 - p)^(1 / (2 share)))} wrong hits are served on average until the
 * proof ends: 19 to 48 at a limit of 2 % with the defaults, whatever {@code p} is above the limit.
 *
 * @param share of hits that may be wrong, above 0 and below 1
 * @param comparison tells wrong hits from right ones
 * @param checked share of would-be hits that are checked while hits are served, above 0 to 1; all are while none are served
 * @param window checks after which a proof that was not reached begins anew, without the earlier ones; 10 to 100,000, and
 *     enough for a proof
 * @param scope whose checks count
 */
public record ErrorLimit(double share, AnswerComparison comparison, double checked, int window, Scope scope) {
    private static final double CHECKED = 0.05;
    private static final double DOUBTS = 160; // a quarter of the stakes wins 40-fold: see UpperBound and HitEvidence
    private static final int WINDOW = 2_000;

    /** The longest a comparison may take; what takes longer counts for nothing. */
    public static final Duration COMPARISON_LIMIT = Duration.ofMinutes(1);

    /** Refuses values out of range, and a window too short ever to show that the limit holds. */
    public ErrorLimit {
        Check.between(Double.MIN_VALUE, Math.nextDown(1.0), share, "semantic.errorLimit.share");
        Check.notNull(comparison, "semantic.errorLimit.comparison");
        Check.between(Double.MIN_VALUE, 1, checked, "semantic.errorLimit.checked");
        Check.between(10, 100_000, window, "semantic.errorLimit.window");
        Check.notNull(scope, "semantic.errorLimit.scope");
        long least = (long) Math.ceil(Math.log(DOUBTS) / -Math.log1p(-share));
        if (window < least) {
            throw Check.invalid(
                    "semantic.errorLimit.window",
                    window,
                    "at least " + least + ": fewer checks never show that a share of " + share + " holds");
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
     * Returns a limit of which 5 % of would-be hits are checked, a proof may take 2,000, and each tenant has its own.
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

    /** Returns this with another number of checks that a proof may take. */
    public ErrorLimit withWindow(int value) {
        return new ErrorLimit(share, comparison, checked, value, scope);
    }

    /** Returns this with another scope. */
    public ErrorLimit withScope(Scope value) {
        return new ErrorLimit(share, comparison, checked, window, value);
    }
}

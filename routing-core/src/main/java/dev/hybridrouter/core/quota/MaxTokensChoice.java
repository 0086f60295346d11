package dev.hybridrouter.core.quota;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.StopReason;

/**
 * The cap on one call's output, and why: for the decision's record.
 *
 * @param callersMax what the caller allows, or the model where the caller sets nothing
 * @param maxTokens what is sent; never more than that
 */
public record MaxTokensChoice(String model, OperationType operation, long callersMax, long maxTokens, Basis basis) {
    /** Checks the ranges. */
    public MaxTokensChoice {
        Check.notNull(model, "maxTokens.model");
        Check.notNull(operation, "maxTokens.operation");
        Check.notNull(basis, "maxTokens.basis");
        Check.atLeast(1, callersMax, "maxTokens.callersMax");
        if (maxTokens < 1 || maxTokens > callersMax) {
            throw Check.invalid("maxTokens.maxTokens", maxTokens, "1 to callersMax of " + callersMax);
        }
    }

    /** Whether an answer that stopped for this reason was cut although the caller allowed more. */
    public boolean truncated(StopReason reason) {
        return maxTokens < callersMax && reason.equals(StopReason.MAX_TOKENS);
    }

    /** Where a cap comes from. */
    public enum Basis {
        /** Too few answers are known. */
        UNKNOWN,
        /** Answers may need all that the caller allows. */
        CALLER,
        /** Earlier answers needed less. */
        LEARNED,
        /** Too many answers were cut, so the caller's maximum holds for a while. */
        BACKED_OFF
    }
}

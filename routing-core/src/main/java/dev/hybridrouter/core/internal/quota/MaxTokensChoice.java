package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.StopReason;

/**
 * The cap on one call's output.
 *
 * @param tenant whose call it is
 * @param callersMax what the caller allows, or the model where the caller sets nothing
 * @param maxTokens what is sent; never more than that
 */
public record MaxTokensChoice(String tenant, String model, OperationType operation, long callersMax, long maxTokens) {
    /** Whether less is sent than the caller allows. */
    public boolean isCapped() {
        return maxTokens < callersMax;
    }

    /** Whether an answer that stopped for this reason was cut although the caller allowed more. */
    public boolean truncated(StopReason reason) {
        return isCapped() && reason.equals(StopReason.MAX_TOKENS);
    }
}

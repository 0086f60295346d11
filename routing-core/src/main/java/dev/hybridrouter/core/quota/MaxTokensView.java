package dev.hybridrouter.core.quota;

import dev.hybridrouter.api.internal.Check;

/**
 * What capping did to the answers of one model and operation type so far.
 *
 * @param operation name of the operation type
 * @param capped answers that ended under a learned cap
 * @param truncated those of them that it cut
 * @param backOffs how often too many were cut
 * @param liftedFor answers until caps are learned again; 0 while they hold
 */
public record MaxTokensView(String model, String operation, long capped, long truncated, long backOffs, int liftedFor) {
    /** Checks presence. */
    public MaxTokensView {
        Check.notNull(model, "maxTokens.model");
        Check.notNull(operation, "maxTokens.operation");
    }
}

package dev.hybridrouter.core.internal.affinity;

import dev.hybridrouter.api.response.TokenUsage;

/**
 * What the answer to one attempt will teach.
 *
 * @param holds who learns
 * @param prompt what was sent
 * @param target where, as a position among the router's targets
 */
public record Lesson(PromptHolds holds, PromptPrefixes prompt, int target) {
    /** The attempt was answered. */
    public void answered(TokenUsage usage) {
        holds.learn(prompt, target, usage);
    }
}

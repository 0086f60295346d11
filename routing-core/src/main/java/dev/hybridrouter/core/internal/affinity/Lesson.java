package dev.hybridrouter.core.internal.affinity;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Hold;

/**
 * What the answer to one attempt will teach.
 *
 * @param holds who learns
 * @param prompt what was sent
 * @param target where, as a position among the router's targets
 */
record Lesson(PromptHolds holds, PromptPrefixes prompt, int target) implements Hold {
    @Override
    public void answered(
            CallContext call, Attempt.Builder record, ModelResponse response, long afterNanos, long nowNanos) {
        holds.learn(prompt, target, response.usage());
    }
}

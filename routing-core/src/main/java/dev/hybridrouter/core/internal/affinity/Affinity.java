package dev.hybridrouter.core.internal.affinity;

import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.core.internal.way.Preparation;
import dev.hybridrouter.core.internal.way.Slot;
import dev.hybridrouter.core.internal.way.ViewContributor;
import dev.hybridrouter.spi.TargetView;

/** Watches what prompt caches hold: reads each prompt, shows what targets hold of it, and learns from answers. */
final class Affinity implements Preparation, ViewContributor, Gate {
    private final PromptHolds holds;
    private final Slot<PromptPrefixes> prompts;

    /** Creates the watch over these holds. */
    Affinity(PromptHolds holds, Slot<PromptPrefixes> prompts) {
        this.holds = holds;
        this.prompts = prompts;
    }

    @Override
    public void prepare(CallContext call) {
        prompts.put(call, PromptPrefixes.of(call.request()));
    }

    @Override
    public void show(CallContext call, TargetView.Builder[] views, long nowNanos) {
        PromptPrefixes prompt = prompts.of(call);
        if (prompt == null) {
            return;
        }
        long[] tokens = holds.cachedTokens(prompt);
        for (int i = 0; i < views.length; i++) {
            views[i].cachedTokens(tokens[i]);
        }
    }

    @Override
    public Hold pass(Draft attempt, long nowNanos) {
        PromptPrefixes prompt = prompts.of(attempt.call());
        return prompt == null ? Hold.NOTHING : new Lesson(holds, prompt, attempt.index());
    }
}

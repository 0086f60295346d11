package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.flow.FlowRule;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.internal.cache.SharedAnswers;
import dev.hybridrouter.core.internal.tools.Flows;
import dev.hybridrouter.spi.FlowSource;
import dev.hybridrouter.spi.cache.Embedder;
import dev.hybridrouter.spi.cache.SharedCache;
import java.util.ArrayList;
import java.util.List;

/**
 * The flows of a cache: its memory, its second level, its embedder.
 *
 * @param policy the cache's
 */
record CacheFlows(CachePolicy policy) implements FlowSource {
    private static final String LIMITS = "no longer than the request's maxRetention";

    @Override
    public List<DataFlow> flows() {
        List<DataFlow> flows = new ArrayList<>();
        flows.add(memory());
        policy.secondLevel().ifPresent(second -> flows.add(shared(second.cache())));
        policy.semantic().ifPresent(semantic -> flows.add(embedding(semantic.embedder())));
        return flows;
    }

    private DataFlow memory() {
        List<FlowContent> contents =
                new ArrayList<>(List.of(FlowContent.PROMPT, FlowContent.ANSWER, FlowContent.NAMES));
        if (policy.semantic().isPresent()) {
            contents.add(FlowContent.VECTORS);
        }
        return Flows.memory("cache", contents.toArray(FlowContent[]::new))
                .handling(Flows.kept(policy.longest()))
                .rules(FlowRule.RETENTION, FlowRule.CACHE_MODE)
                .note(LIMITS)
                .build();
    }

    /** How long a store keeps what it is given is up to the router; keys and labels are hashes under a secret. */
    private DataFlow shared(SharedCache store) {
        Handling told = Flows.told(store::handling);
        return Flows.side(FlowKind.SHARED_CACHE, SharedAnswers.NAME, FlowContent.ANSWER, FlowContent.HASHES)
                .recipient("the cache's second level")
                .handling(told.toBuilder().retention(policy.longest()).build())
                .rules(
                        FlowRule.RESIDENCY,
                        FlowRule.RETENTION,
                        FlowRule.SHARING,
                        FlowRule.EVIDENCE_AGE,
                        FlowRule.CACHE_MODE,
                        FlowRule.KILL_SWITCH)
                .note(LIMITS)
                .build();
    }

    private static DataFlow embedding(Embedder embedder) {
        return Flows.side(FlowKind.EMBEDDING, embedder.model(), FlowContent.PROMPT)
                .recipient("an embedder")
                .model(embedder.model())
                .handling(Flows.told(embedder::handling))
                .build();
    }
}

package dev.hybridrouter.core.internal.affinity;

import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.feature.Order;
import dev.hybridrouter.core.internal.tools.Flows;
import dev.hybridrouter.core.policy.AffinityPolicy;
import java.util.List;

/** Affinity: strategies see what the targets' prompt caches are believed to hold. */
public final class AffinityFeature implements Feature {
    private final AffinityPolicy policy;

    /** Creates the feature of this policy. */
    public AffinityFeature(AffinityPolicy policy) {
        this.policy = policy;
    }

    @Override
    public void install(Fitting fitting) {
        Foundation foundation = fitting.foundation();
        PromptHolds holds =
                new PromptHolds(policy, foundation.targets(), foundation.time().clock());
        Affinity affinity = new Affinity(holds, foundation.slots().next());
        fitting.subjectStore(new AffinityErasure(holds));
        fitting.flows(this::flows);
        fitting.preparation(affinity);
        fitting.view(affinity);
        fitting.gate(Order.OfGate.SENDING, affinity);
    }

    private List<DataFlow> flows() {
        return List.of(Flows.memory("affinity", FlowContent.HASHES, FlowContent.NAMES)
                .handling(Flows.kept(policy.ttl()))
                .build());
    }
}

package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.feature.Order;
import dev.hybridrouter.core.internal.tools.Flows;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.guard.RemoteGuard;
import java.util.List;

/** Guards: they inspect requests before anything is made of them, and answers before anybody sees them. */
public final class GuardFeature implements Feature {
    private final GuardPolicy policy;

    /** Creates the feature of these guards. */
    public GuardFeature(GuardPolicy policy) {
        this.policy = policy;
    }

    /** Local guards send nothing. */
    private static List<DataFlow> flows(GuardPolicy policy) {
        return policy.guards().stream()
                .filter(RemoteGuard.class::isInstance)
                .map(RemoteGuard.class::cast)
                .map(guard -> Flows.side(FlowKind.REMOTE_GUARD, guard.id(), FlowContent.PROMPT, FlowContent.ANSWER)
                        .handling(Flows.told(guard::handling))
                        .build())
                .toList();
    }

    @Override
    public void install(Fitting fitting) {
        Foundation foundation = fitting.foundation();
        Guards guards = new Guards(
                policy,
                foundation.sideCalls(),
                foundation.listeners()::guardInspected,
                foundation.time().clock());
        fitting.stage(
                Order.OfStage.GUARD, new GuardStage(guards, foundation.time().clock()));
        fitting.dispatch(dispatch -> new GuardedDispatch(dispatch, guards));
        fitting.flows(() -> flows(policy));
        if (foundation.meters() != null) {
            fitting.listener(new GuardMeters(foundation.meters().registry()));
        }
    }
}

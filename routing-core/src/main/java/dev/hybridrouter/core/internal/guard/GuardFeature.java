package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.feature.Order;
import dev.hybridrouter.core.policy.GuardPolicy;

/** Guards: they inspect requests before anything is made of them, and answers before anybody sees them. */
public final class GuardFeature implements Feature {
    private final GuardPolicy policy;

    /** Creates the feature of these guards. */
    public GuardFeature(GuardPolicy policy) {
        this.policy = policy;
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
        if (foundation.meters() != null) {
            fitting.listener(new GuardMeters(foundation.meters().registry()));
        }
    }
}

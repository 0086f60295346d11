package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.status.ComponentStatus;
import dev.hybridrouter.api.status.Condition;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.feature.Order;
import dev.hybridrouter.core.quota.Quotas;
import java.util.Set;
import java.util.stream.Collectors;

/** Quotas: attempts go where their provider has room for them, and wait for it where none has. */
public final class QuotaFeature implements Feature {
    private final Quotas quotas;

    /** Creates the feature of these quotas. */
    public QuotaFeature(Quotas quotas) {
        this.quotas = quotas;
    }

    @Override
    public void install(Fitting fitting) {
        Foundation foundation = fitting.foundation();
        Set<TargetId> known = foundation.targets().stream().map(Target::id).collect(Collectors.toSet());
        for (TargetId target : quotas.targets().keySet()) {
            if (!known.contains(target)) {
                throw Check.invalid("quotas.targets", target, "only targets of this router");
            }
        }
        MaxTokensSizer sizer = quotas.rightSizing().map(MaxTokensSizer::new).orElse(null);
        if (sizer != null) {
            fitting.subjectStore(new LengthsErasure(sizer));
        }
        Headroom headroom = new Headroom(quotas, foundation, sizer);
        fitting.view(headroom);
        fitting.gate(Order.OfGate.QUOTA, new QuotaGate(headroom));
        fitting.status(() -> status(foundation));
    }

    private ComponentStatus status(Foundation foundation) {
        int waiting = foundation.waiting().waiting();
        return ComponentStatus.builder("waiting-room", waiting == 0 ? Condition.NORMAL : Condition.DEGRADED)
                .fact("waiting", waiting)
                .fact("maxWaiting", quotas.maxWaiting())
                .build();
    }
}

package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Chain;
import dev.hybridrouter.core.internal.way.Sink;
import dev.hybridrouter.core.internal.way.Stage;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TargetView;
import java.util.Optional;

/**
 * Refuses requests that name no tenant: before anything is spent on them, and for {@code explain} at each target.
 *
 * @param clock says when
 */
record TenantRequired(RouterClock clock) implements Stage, Constraint {
    private static final Rejection REFUSAL = Rejection.of(
            RejectionReason.TENANT_REQUIRED,
            "the request names no tenant, and the budgets of this router require one",
            "set RequestContext.builder().tenant(..), or build the budgets without requireTenant()");

    @Override
    public void enter(CallContext call, Sink sink, Chain next) {
        if (call.context().hasTenant()) {
            next.proceed(call, sink);
        } else {
            sink.closed(call.rejected(REFUSAL, clock.nanoTime()));
        }
    }

    @Override
    public Optional<Rejection> check(RequestFacts request, TargetView target) {
        return request.context().hasTenant() ? Optional.empty() : Optional.of(REFUSAL);
    }
}

package dev.hybridrouter.audit;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.request.RequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that ended, on its way to the writer; without the answer, so that none is kept alive. They lie on each other. */
final class Waiting {
    final RequestContext context;
    final Decision decision;
    final List<Rejection> reasons;
    final long epochMillis;

    /** How many were lost since the one below it, for want of room. */
    long lostBefore;

    @Nullable
    Waiting below;

    int depth;

    /** Whether anything was sent. */
    boolean sent() {
        return !decision.attempts().isEmpty();
    }

    Waiting(RequestContext context, RouteResult result, long epochMillis) {
        this.context = context;
        this.decision = result.decision();
        this.reasons = result instanceof RouteResult.Rejected rejected ? rejected.reasons() : List.of();
        this.epochMillis = epochMillis;
    }
}

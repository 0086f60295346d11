package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;

/** Leaves reasoning out of what is sent to a model that did not write it, where the caller allows that. */
public final class ReasoningGate implements Gate {
    @Override
    public Hold pass(Draft attempt, long nowNanos) {
        return Reasoning.isStripped(attempt.call().context(), attempt.target())
                ? new Stripped(attempt.target().id())
                : Hold.NOTHING;
    }

    private record Stripped(TargetId target) implements Hold {
        @Override
        public RouteRequest toSend(RouteRequest request, CallContext call) {
            RouteRequest stripped = Reasoning.strip(request);
            if (stripped == null) {
                return request;
            }
            call.adjusted(new Adjustment(Adjustment.Kind.REASONING_STRIPPED, "left out of what was sent to " + target));
            return stripped;
        }
    }
}

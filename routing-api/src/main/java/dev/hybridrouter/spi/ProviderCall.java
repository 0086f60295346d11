package dev.hybridrouter.spi;

import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import java.time.Duration;

/**
 * One attempt as the adapter sees it.
 *
 * @param request what is asked
 * @param target where to send it
 * @param kind why the attempt is made
 * @param timeLimit how long the router will wait; the router cancels by itself, an adapter may pass the limit on
 */
public record ProviderCall(RouteRequest request, Target target, AttemptKind kind, Duration timeLimit) {
    /** Refuses null and a limit that has passed. */
    public ProviderCall {
        Check.notNull(request, "call.request");
        Check.notNull(target, "call.target");
        Check.notNull(kind, "call.kind");
        Check.positive(timeLimit, "call.timeLimit");
    }
}

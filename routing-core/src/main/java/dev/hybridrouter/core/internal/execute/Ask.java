package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.RequestFacts;

/**
 * One admitted request.
 *
 * @param number its running number within the router
 * @param request what is asked
 * @param facts what planning may know of it
 * @param startNanos when it was made
 * @param deadlineNanos when it has to be over
 */
public record Ask(long number, RouteRequest request, RequestFacts facts, long startNanos, long deadlineNanos) {
    long remaining(long nowNanos) {
        return deadlineNanos - nowNanos;
    }
}

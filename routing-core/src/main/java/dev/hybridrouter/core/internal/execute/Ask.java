package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.internal.money.Purse;
import dev.hybridrouter.spi.RequestFacts;
import org.jspecify.annotations.Nullable;

/**
 * One admitted request.
 *
 * @param number its running number within the router
 * @param request what is asked
 * @param facts what planning may know of it
 * @param startNanos when it was made
 * @param deadlineNanos when it has to be over
 * @param purse its budgets; null if the router has none
 */
public record Ask(
        long number,
        RouteRequest request,
        RequestFacts facts,
        long startNanos,
        long deadlineNanos,
        @Nullable Purse purse) {
    long remaining(long nowNanos) {
        return deadlineNanos - nowNanos;
    }
}

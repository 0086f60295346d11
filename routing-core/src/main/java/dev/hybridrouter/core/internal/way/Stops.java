package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import org.jspecify.annotations.Nullable;

/** What the kill switch stops. Thread-safe. */
public interface Stops {
    /** Enters the way from the last check to a peer; {@link #refusal} is to be asked after this. Returns what to leave with. */
    int enter();

    /** Leaves it, when the peer has taken the call. */
    void leave(int pass);

    /**
     * Returns why a request, or an attempt of it, is stopped; null if it is not.
     *
     * @param target where the attempt goes; null to ask for the request itself
     * @param number the request's number, which decides whether it belongs to the share that is let through
     */
    @Nullable
    Rejection refusal(RequestContext context, @Nullable Target target, long number);

    /**
     * Returns why a call is stopped whatever its request's number is; null if it is not.
     *
     * @param target where it goes; null if to none of the router's targets
     */
    @Nullable
    Rejection refusalOfAll(RequestContext context, @Nullable Target target);
}

package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * The kill switch as seen by whoever lets a call leave the process. The caller enters, asks for a refusal, makes the call if there
 * is none, and leaves. Whoever engages the switch waits for all who entered before. Thread-safe.
 */
public interface Stops {
    /** Enters the way from the last check to the call. Returns what to leave with. */
    int enter();

    /** Leaves that way, once the call was made or given up. */
    void leave(int pass);

    /**
     * Returns why a request, or a call on its behalf, is stopped; null if it is not.
     *
     * @param target the target that is called; null if the call goes to none
     * @param number the request's running number, which decides whether it belongs to the share that a stage lets through
     */
    @Nullable
    Rejection refusal(RequestContext context, @Nullable Target target, long number);

    /**
     * Returns why a call is stopped whatever the request's number is; null if it is not.
     *
     * @param context null for a call on behalf of no request, which only a stop of everything or of its target covers
     * @param target the target that is called; null if the call goes to none
     */
    @Nullable
    Rejection refusalOfAll(@Nullable RequestContext context, @Nullable Target target);
}

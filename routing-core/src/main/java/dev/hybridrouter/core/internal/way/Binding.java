package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.request.RequestContext;
import org.jspecify.annotations.Nullable;

/** What requests are bound to, whatever they require themselves. Immutable. */
public interface Binding {
    /** Returns whether a request does all that is required already; then nothing is to be changed. */
    boolean isKeptBy(RequestContext context);

    /** Returns what becomes of a request that does not. */
    Bound bind(RequestContext context);

    /**
     * A request as it is bound.
     *
     * @param context as tight as is required, or tighter; never looser than it was
     * @param barred why it may not go on at all; null if it may
     */
    record Bound(RequestContext context, @Nullable Rejection barred) {}
}

package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.target.TargetId;

/**
 * Where the answer to one request goes: its caller, identical requests that share it, a guard that restores what it took
 * out. Called within the request's turn. {@link #closed} or {@link #brokeOff} comes once, and nothing after it.
 */
public interface Sink {
    /** A stream has its first content from this target; its pieces follow. */
    void opened(TargetId by);

    /** The next piece of a stream. */
    void piece(Delta piece);

    /** The request has ended. */
    void closed(RouteResult result);

    /** The router broke; there is no result. */
    void brokeOff(IllegalStateException why);

    /** Returns how many more pieces are wanted; {@link Long#MAX_VALUE} for all. */
    long demand();

    /** The caller wants no more. Returns whether the work may end, because nobody else wants the answer. */
    boolean leave();
}

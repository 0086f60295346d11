package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.decision.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * One stage on a request's way. A stage that was not configured is not in the chain. Thread-safe; called within the turn of
 * the request.
 */
public interface Stage {
    /**
     * Takes a request: hands it on, at once or later within its turn, or ends it by closing its sink.
     *
     * @param call the request
     * @param sink where its answer goes; a stage may stand between
     * @param next the rest of the way
     */
    void enter(CallContext call, Sink sink, Chain next);

    /**
     * Adds to a request that is only explained what the stage would do, without changing anything else.
     *
     * @return why the stage would end it; null if it would hand it on
     */
    default @Nullable Rejection preview(CallContext call) {
        return null;
    }
}

package dev.hybridrouter.api;

import dev.hybridrouter.api.decision.Decision;
import org.jspecify.annotations.Nullable;

/** Thrown by {@link RouteResult#orElseThrow()} where there is no answer. Its message holds no prompt or answer text. */
public abstract sealed class RoutingException extends RuntimeException
        permits RouteRejectedException, RouteFailedException {
    private static final long serialVersionUID = 1L;

    private final transient RouteResult result;

    RoutingException(String message, RouteResult result, @Nullable Throwable cause) {
        super(message, cause);
        this.result = result;
    }

    /** The result without an answer. Not serialized. */
    public RouteResult result() {
        return result;
    }

    /** What was considered, tried and decided. */
    public Decision decision() {
        return result.decision();
    }
}

package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.RouteResult;
import java.util.concurrent.CompletableFuture;

/**
 * The future a caller holds. Only callers end it by the methods they know, for example {@code completeOnTimeout}: they want no
 * answer any more, which then has to reach what is in flight.
 */
public abstract class CallerFuture extends CompletableFuture<RouteResult> {
    /** The caller wants no answer any more. */
    public abstract void deserted();

    /** Gives the caller its result. */
    public void deliver(RouteResult result) {
        super.complete(result);
    }

    /** Tells the caller that there will be none. */
    public void deliverBug(Throwable told) {
        super.completeExceptionally(told);
    }

    @Override
    public final boolean complete(RouteResult value) {
        return told(super.complete(value));
    }

    @Override
    public final boolean completeExceptionally(Throwable ex) {
        return told(super.completeExceptionally(ex));
    }

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        return told(super.cancel(mayInterruptIfRunning));
    }

    private boolean told(boolean changed) {
        if (changed) {
            deserted();
        }
        return changed;
    }

    @Override
    public final <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}

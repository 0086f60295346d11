package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.RouteResult;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The future a caller holds whose request passes guards. What ends it ends the guard that is at it, or the call behind them. */
final class GuardedCall extends CompletableFuture<RouteResult> implements InFlight {
    private volatile @Nullable CompletableFuture<?> current;
    private volatile boolean aborted;

    /** The guards are at it. */
    void enter(CompletableFuture<?> inspection) {
        current = inspection;
        if (aborted) {
            inspection.cancel(true);
        }
    }

    /** The call behind the guards has begun. */
    void carryOn(CompletableFuture<RouteResult> call, UnaryOperator<RouteResult> restoration) {
        current = call;
        if (aborted) {
            abort();
        }
        var unused = call.whenComplete((result, bug) -> {
            if (bug == null) {
                end(restoration.apply(result));
            } else {
                super.completeExceptionally(bug);
            }
        });
    }

    void end(RouteResult result) {
        super.complete(result);
    }

    @Override
    public void abort() {
        aborted = true;
        CompletableFuture<?> at = current;
        if (at instanceof InFlight call) {
            call.abort();
        } else if (at != null) {
            at.cancel(true);
        }
    }

    @Override
    public void leave() {
        CompletableFuture<?> at = current;
        if (at instanceof InFlight call) {
            call.leave();
        } else {
            abort();
        }
    }

    /** The caller wants no answer any more. */
    private void desert() {
        aborted = true;
        CompletableFuture<?> at = current;
        if (at != null) {
            at.cancel(true);
        }
    }

    @Override
    public boolean complete(RouteResult value) {
        boolean changed = super.complete(value);
        if (changed) {
            desert();
        }
        return changed;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean changed = super.cancel(mayInterruptIfRunning);
        if (changed) {
            desert();
        }
        return changed;
    }

    @Override
    public boolean completeExceptionally(Throwable ex) {
        boolean changed = super.completeExceptionally(ex);
        if (changed) {
            desert();
        }
        return changed;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}

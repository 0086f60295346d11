package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.core.internal.tools.Scopes;
import dev.hybridrouter.core.internal.way.CallerFuture;
import dev.hybridrouter.core.internal.way.InFlight;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The future a caller holds whose request passes guards. What ends it ends the guard that is at it, or the call behind them. */
final class GuardedCall extends CallerFuture implements InFlight {
    private final RequestContext context;
    private volatile @Nullable CompletableFuture<?> current;
    private volatile boolean aborted;

    GuardedCall(RequestContext context) {
        this.context = context;
    }

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
            if (bug != null) {
                deliverBug(bug);
                return;
            }
            try {
                deliver(restoration.apply(result));
            } catch (Throwable e) {
                deliverBug(Failures.brokeOff(e));
            }
        });
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

    /** Only while the guards are at it: what is behind them is in flight by itself. */
    @Override
    public void halt(KillScope scope) {
        if (Scopes.covers(scope, context, null)) {
            aborted = true; // for guards that are only about to be at it
            CompletableFuture<?> at = current;
            if (at != null && !(at instanceof InFlight)) {
                at.cancel(true);
            }
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

    @Override
    public void deserted() {
        aborted = true;
        CompletableFuture<?> at = current;
        if (at != null) {
            at.cancel(true);
        }
    }
}

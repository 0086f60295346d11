package dev.hybridrouter.core.internal.engine;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.cache.AnswerCache;
import dev.hybridrouter.api.control.KillSwitch;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.erasure.ErasureReceipt;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.flow.DataMap;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.status.ComponentStatus;
import dev.hybridrouter.core.internal.tools.OwnTimer;
import dev.hybridrouter.core.internal.way.UnaryCaller;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** The face of the engine: blocking, asynchronous and streaming. */
public final class Router implements HybridRouter {
    private final Engine engine;
    private final List<Runnable> releases;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Creates a router.
     *
     * @param engine does the work
     * @param releases what to release when it is closed, in this order
     */
    Router(Engine engine, List<Runnable> releases) {
        this.engine = engine;
        this.releases = List.copyOf(releases);
    }

    @Override
    public RouteResult route(RouteRequest request) {
        if (OwnTimer.isCurrentThread()) {
            throw new IllegalStateException(
                    "route: called on a router's timer thread, which ends what would be waited for"
                            + " (expected: thenCompose(r -> router.routeAsync(..)), or an executor)");
        }
        UnaryCaller call = engine.call(Check.notNull(request, "request"));
        try {
            return engine.await(call);
        } catch (InterruptedException e) {
            call.giveUp();
            RouteResult result = call.join();
            Thread.currentThread().interrupt();
            return result;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The call broke off; this is a bug of the router", e.getCause());
        }
    }

    @Override
    public CompletableFuture<RouteResult> routeAsync(RouteRequest request) {
        return engine.call(Check.notNull(request, "request"));
    }

    @Override
    public Flow.Publisher<StreamEvent> stream(RouteRequest request) {
        return engine.stream(Check.notNull(request, "request"));
    }

    @Override
    public Decision explain(RouteRequest request) {
        return engine.explain(Check.notNull(request, "request"));
    }

    @Override
    public KillSwitch killSwitch() {
        return engine.faces().killSwitch();
    }

    @Override
    public AnswerCache cache() {
        return engine.faces().cache();
    }

    @Override
    public CompletableFuture<ErasureReceipt> forget(Subject subject) {
        return engine.faces().erasure().forget(Check.notNull(subject, "subject"));
    }

    @Override
    public DataMap dataMap() {
        return engine.faces().mapping().map();
    }

    @Override
    public List<ComponentStatus> status() {
        return engine.faces().status().all();
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    @Override
    public void close(Duration grace) {
        Check.notNegative(grace, "grace");
        // The timer's own thread cannot wait for what only the timer ends.
        Duration patience = OwnTimer.isCurrentThread() ? Duration.ZERO : grace;
        if (closed.compareAndSet(false, true)) {
            closeOnce(patience);
        } else if (patience.isZero()) {
            engine.hurry();
        }
    }

    private void closeOnce(Duration patience) {
        boolean interrupted = false;
        try {
            interrupted = engine.close(patience);
        } finally {
            try {
                releaseAll();
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Releases all, even if one of them throws; throws what the first threw. */
    private void releaseAll() {
        Throwable first = null;
        for (Runnable release : releases) {
            try {
                release.run();
            } catch (RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else if (first != e) {
                    first.addSuppressed(e);
                }
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw (RuntimeException) first;
        }
    }
}

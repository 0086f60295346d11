package dev.hybridrouter.core.internal.engine;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.cache.AnswerCache;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.control.KillSwitch;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.internal.way.Arrivals;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.CallRegistry;
import dev.hybridrouter.core.internal.way.Chain;
import dev.hybridrouter.core.internal.way.Stage;
import dev.hybridrouter.core.internal.way.StreamCall;
import dev.hybridrouter.core.internal.way.StreamCaller;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.core.internal.way.UnaryCaller;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;

/** Sends each request through the stages, in their order. One engine behind calls, futures and streams. */
final class Engine {
    private final Chain way;
    private final Arrivals arrivals;
    private final CallRegistry calls;
    private final Time time;
    private final Faces faces;
    private final long startNanos;

    /**
     * Creates an engine.
     *
     * @param stages the way of each request: entry, guards, cache, plan, run; what was not configured is not there
     * @param faces what hosts reach of the router's parts
     */
    Engine(List<Stage> stages, Arrivals arrivals, CallRegistry calls, Time time, Faces faces) {
        this.way = Chain.of(stages);
        this.arrivals = arrivals;
        this.calls = calls;
        this.time = time;
        this.faces = faces;
        this.startNanos = time.now();
    }

    /**
     * What hosts reach of the router's parts.
     *
     * @param killSwitch stops attempts
     * @param cache what the router remembers
     * @param status tells the status of all parts
     * @param erasure erases what the parts keep of somebody
     */
    record Faces(KillSwitch killSwitch, AnswerCache cache, StatusBoard status, Erasure erasure, Mapping mapping) {}

    UnaryCaller call(RouteRequest request) {
        CallContext call = arrivals.next(request, false);
        UnaryCaller caller = new UnaryCaller(call, time.clock());
        caller.begin(way);
        return caller;
    }

    /** Waits on this thread for the end of a call; a call that may not be waited for is given up. */
    RouteResult await(UnaryCaller call) throws InterruptedException, ExecutionException {
        try {
            return time.timer().await(call);
        } catch (RuntimeException | Error refused) {
            call.giveUp();
            throw refused;
        }
    }

    /** Returns a stream that sends the request when it is subscribed to. */
    Flow.Publisher<StreamEvent> stream(RouteRequest request) {
        return new StreamCall(subscriber -> new StreamCaller(arrivals.next(request, true), subscriber).begin(way));
    }

    /** Plans as the next call would, and calls nobody. */
    Decision explain(RouteRequest request) {
        CallContext call = arrivals.preview(request);
        Rejection barred = call.barred();
        Rejection end = barred != null ? barred : way.preview(call); // what is barred would end before it is planned
        List<Rejection> reasons = end == null ? List.of() : List.of(end);
        return call.decision(call.plan(), List.of(), reasons, Outcome.PLANNED, call.startNanos());
    }

    Faces faces() {
        return faces;
    }

    /**
     * Refuses new requests, waits for those in flight at most so long, then cancels them.
     *
     * @return whether the wait was cut short because the thread was interrupted
     */
    boolean close(Duration grace) {
        calls.close();
        try {
            return !grace.isZero() && isInterruptedWaiting(grace);
        } finally {
            int left = calls.size();
            calls.abortAll();
            LogEvent.ROUTER_CLOSED
                    .line()
                    .with("duration", Duration.ofNanos(time.now() - startNanos))
                    .with("cancelled", left)
                    .log();
        }
    }

    /** Ends the wait of whoever closes with grace. */
    void hurry() {
        calls.hurry();
    }

    /** The kill switch was engaged in a scope. */
    public void halt(KillScope scope) {
        calls.haltAll(scope);
    }

    private boolean isInterruptedWaiting(Duration grace) {
        CompletableFuture<Void> idle = calls.idle();
        Cancellable end = time.timer().schedule(calls::hurry, NANOSECONDS.convert(grace));
        try {
            if (end != null) {
                time.timer().await(idle);
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            time.timer().cancel(end);
        }
    }
}

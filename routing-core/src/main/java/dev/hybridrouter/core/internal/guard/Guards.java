package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.core.internal.sidecall.SideCalls;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.guard.Guard;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardRecord;
import dev.hybridrouter.spi.guard.RemoteGuard;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** The guards of a router. Thread-safe. */
public final class Guards {
    private final List<Guard> guards;
    private final GuardLog log;
    private final Duration timeLimit;
    private final RemoteCalls remote;
    private final BiConsumer<RequestContext, GuardRecord> listeners;

    /**
     * Creates a room.
     *
     * @param policy who inspects
     * @param sideCalls the way to remote guards
     * @param listeners are told what was said
     * @param clock times outages of guards
     */
    public Guards(
            GuardPolicy policy,
            SideCalls sideCalls,
            BiConsumer<RequestContext, GuardRecord> listeners,
            RouterClock clock) {
        this(
                policy.guards(),
                policy.timeLimit(),
                new RemoteCalls(policy, sideCalls),
                listeners,
                new GuardLog(policy.guards(), clock));
    }

    private Guards(
            List<Guard> guards,
            Duration timeLimit,
            RemoteCalls remote,
            BiConsumer<RequestContext, GuardRecord> listeners,
            GuardLog log) {
        this.log = log;
        this.guards = guards;
        this.timeLimit = timeLimit;
        this.remote = remote;
        this.listeners = listeners;
    }

    /** The same guards. What they say is neither reported nor logged. */
    Guards silent() {
        return new Guards(guards, timeLimit, remote, (context, record) -> {}, GuardLog.silent());
    }

    /** A room of the local guards that stand before the first remote one. */
    public Guards beforeRemote() {
        return new Guards(guards.subList(0, firstRemote()), timeLimit, remote, listeners, log);
    }

    /** A room of the first remote guard and all behind it. */
    public Guards fromRemote() {
        return new Guards(guards.subList(firstRemote(), guards.size()), timeLimit, remote, listeners, log);
    }

    private int firstRemote() {
        int first = 0;
        while (first < guards.size() && !(guards.get(first) instanceof RemoteGuard)) {
            first++;
        }
        return first;
    }

    /** Has a request inspected, which may take so long. */
    public Inspection<RouteRequest> inspect(CallContext call, long limitNanos) {
        Inspection<RouteRequest> inspection = new Inspection<>(this, Inspectable.REQUEST, call, limitNanos);
        inspection.begin(call.request());
        return inspection;
    }

    /** Has the answer to a request inspected, which may take so long. */
    public Inspection<ModelResponse> inspect(CallContext call, ModelResponse answer, long limitNanos) {
        Inspection<ModelResponse> inspection = new Inspection<>(this, Inspectable.ANSWER, call, limitNanos);
        inspection.begin(answer);
        return inspection;
    }

    /** Has a text of the streamed answer to a request inspected, which may take so long. */
    public Inspection<GuardPiece> inspect(CallContext call, GuardPiece text, long limitNanos) {
        Inspection<GuardPiece> inspection = new Inspection<>(this, Inspectable.TEXT, call, limitNanos);
        inspection.begin(text);
        return inspection;
    }

    /** Opens a block of a streamed answer for guards that are all local. */
    public BlockGuards openBlock(CallContext call, Kind kind) {
        return new BlockGuards(this, call, kind);
    }

    /** Whether nobody is in it. */
    public boolean isEmpty() {
        return guards.isEmpty();
    }

    /** The guards, in order. */
    public List<Guard> guards() {
        return guards;
    }

    /** Why an inspection was cancelled: by the kill switch, or else for this reason. */
    Rejection whyCancelled(CallContext call, Rejection byCaller) {
        Rejection stopped = remote.sideCalls().stopped(call);
        return stopped != null ? stopped : byCaller;
    }

    GuardLog log() {
        return log;
    }

    RemoteCalls remote() {
        return remote;
    }

    Duration limit(long mostNanos) {
        return Duration.ofNanos(Math.max(1, Math.min(timeLimit.toNanos(), mostNanos)));
    }

    /** Tells listeners what a guard said. */
    public void tell(RequestContext context, GuardRecord record) {
        listeners.accept(context, record);
    }
}

package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.guard.Guard;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardRecord;
import dev.hybridrouter.spi.guard.RemoteGuard;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** The guards of a router. Thread-safe. */
public final class GuardRoom {
    private final GuardPolicy policy;
    private final RemoteCalls remote;
    private final BiConsumer<RequestContext, GuardRecord> listeners;

    /**
     * Creates a room.
     *
     * @param policy who inspects
     * @param remote the way to remote guards
     * @param listeners are told what was said
     */
    public GuardRoom(GuardPolicy policy, RemoteCalls remote, BiConsumer<RequestContext, GuardRecord> listeners) {
        this.policy = policy;
        this.remote = remote;
        this.listeners = listeners;
    }

    /** Has a request inspected, which may take so long. */
    public Inspection<RouteRequest> inspect(RouteRequest request, long limitNanos) {
        Inspection<RouteRequest> inspection = new Inspection<>(this, Subject.REQUEST, request, limitNanos);
        inspection.begin(request);
        return inspection;
    }

    /** Has the answer to a request inspected, which may take so long. */
    public Inspection<ModelResponse> inspect(RouteRequest request, ModelResponse answer, long limitNanos) {
        Inspection<ModelResponse> inspection = new Inspection<>(this, Subject.ANSWER, request, limitNanos);
        inspection.begin(answer);
        return inspection;
    }

    /** Opens a block of a streamed answer for the guards that are local. */
    public BlockGuards openBlock(RequestContext context, Kind kind) {
        return new BlockGuards(this, context, kind);
    }

    /** Whether none of them sends text elsewhere. */
    public boolean areAllLocal() {
        return policy.guards().stream().noneMatch(RemoteGuard.class::isInstance);
    }

    /** The guards, in order. */
    public List<Guard> guards() {
        return policy.guards();
    }

    RemoteCalls remote() {
        return remote;
    }

    Duration limit(long mostNanos) {
        return Duration.ofNanos(Math.max(1, Math.min(policy.timeLimit().toNanos(), mostNanos)));
    }

    /** Tells listeners what a guard said. */
    public void tell(RequestContext context, GuardRecord record) {
        listeners.accept(context, record);
    }
}

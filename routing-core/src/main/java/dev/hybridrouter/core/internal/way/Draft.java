package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.waiting.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attempt that is about to be made, and what gates say of it. Not thread-safe. */
public final class Draft {
    private final CallContext call;
    private final Target target;
    private final int index;
    private final AttemptKind kind;
    private List<Rejection> refusals = List.of();
    private @Nullable Place<Hold> place;
    private @Nullable Place<Hold> granted;

    /**
     * Creates a draft that nobody has refused.
     *
     * @param index position of the target among the router's targets
     */
    public Draft(CallContext call, Target target, int index, AttemptKind kind) {
        this.call = call;
        this.target = target;
        this.index = index;
        this.kind = kind;
    }

    /** The request. */
    public CallContext call() {
        return call;
    }

    /** The target. */
    public Target target() {
        return target;
    }

    /** Position of the target among the router's targets. */
    public int index() {
        return index;
    }

    /** Why the attempt is made. */
    public AttemptKind kind() {
        return kind;
    }

    /** Says which room the request has waited for and got. */
    public void granted(Place<Hold> room) {
        granted = room;
    }

    /** Whether the request has waited for room in this pool and holds it already. */
    public boolean holdsRoomIn(Object pool) {
        return granted != null && granted.pool().equals(pool);
    }

    /** Says why it is refused. */
    public void refuse(List<Rejection> reasons) {
        refusals = reasons;
    }

    /** Says that it is refused for want of room, for which it may wait, and what it means if it does not. */
    public void refuse(Place<Hold> room, Rejection reason) {
        place = room;
        refusals = List.of(reason);
    }

    /** Why it was refused; empty if it was not. */
    public List<Rejection> refusals() {
        return refusals;
    }

    /** What it may wait for; null if for nothing. */
    public @Nullable Place<Hold> place() {
        return place;
    }
}

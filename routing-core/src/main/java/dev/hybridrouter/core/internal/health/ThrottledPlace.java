package dev.hybridrouter.core.internal.health;

import dev.hybridrouter.core.internal.waiting.Place;
import dev.hybridrouter.core.internal.way.Hold;
import org.jspecify.annotations.Nullable;

/**
 * What requests wait for at a target that its provider asked to spare.
 *
 * @param target the target, whose requests form one line
 */
record ThrottledPlace(TargetState target) implements Place<Hold> {
    /** How often to look while it depends on others whether there is room; they wake the line themselves when they end. */
    private static final long LOOK_AGAIN_NANOS = 100_000_000;

    @Override
    public Object pool() {
        return target;
    }

    @Override
    public @Nullable Hold take(long nowNanos) {
        return target.tryAcquire(nowNanos);
    }

    @Override
    public long waitNanos(long nowNanos) {
        return Math.max(LOOK_AGAIN_NANOS, target.closedFor(nowNanos));
    }

    /** How long those take who try the target is not known. */
    @Override
    public long paceNanos() {
        return 0;
    }

    @Override
    public boolean mayComeEarlier(long nowNanos) {
        return target.closedFor(nowNanos) == 0;
    }

    @Override
    public void giveBack(Hold hold, long nowNanos) {
        hold.release(nowNanos);
    }
}

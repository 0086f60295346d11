package dev.hybridrouter.core.internal.health;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.core.internal.waiting.WaitingRoom;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Admits attempts to targets that are in service: while one is probed, nobody else is, and one that its provider asked to spare is
 * waited for.
 */
public final class PermitGate implements Gate {
    private static final double SECOND = 1e9;
    private static final List<Rejection> PROBED = List.of(Rejection.of(
            RejectionReason.BREAKER_OPEN, "another attempt is probing the target", "wait, or add targets"));

    private final List<TargetState> targets;
    private final List<ThrottledPlace> places;
    private final WaitingRoom<Hold> waiting;

    /**
     * Creates a gate before these targets.
     *
     * @param waiting where requests wait for a target that its provider asked to spare
     */
    public PermitGate(List<TargetState> targets, WaitingRoom<Hold> waiting) {
        this.targets = targets;
        this.places = targets.stream().map(ThrottledPlace::new).toList();
        this.waiting = waiting;
    }

    @Override
    public @Nullable Hold pass(Draft attempt, long nowNanos) {
        TargetState target = targets.get(attempt.index());
        if (attempt.holdsRoomIn(target)) {
            return Hold.NOTHING;
        }
        boolean overtakes = target.isThrottled() && waiting.isAwaited(target);
        Permit permit = overtakes ? null : target.tryAcquire(nowNanos);
        if (permit == null) {
            refuse(attempt, target, nowNanos);
        }
        return permit;
    }

    private void refuse(Draft attempt, TargetState target, long nowNanos) {
        if (target.isThrottled()) {
            attempt.refuse(places.get(attempt.index()), throttled(target.closedFor(nowNanos)));
        } else {
            attempt.refuse(PROBED);
        }
    }

    private static Rejection throttled(long nanos) {
        String why = nanos > 0
                ? String.format(Locale.ROOT, "its provider asked for a pause, which ends in %.1f s", nanos / SECOND)
                : "its provider asked for a pause, which has just ended: others try whether it takes requests again";
        return Rejection.of(RejectionReason.THROTTLED, why, "allow more time, send less, or add targets")
                .withRetryAfter(Duration.ofNanos(nanos));
    }
}

package dev.hybridrouter.core.internal.health;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Admits attempts to targets that are in service; while one is probed, nobody else is. */
public final class PermitGate implements Gate {
    private static final List<Rejection> PROBED = List.of(Rejection.of(
            RejectionReason.BREAKER_OPEN, "another attempt is probing the target", "wait, or add targets"));

    private final List<TargetState> targets;

    /** Creates a gate before these targets. */
    public PermitGate(List<TargetState> targets) {
        this.targets = targets;
    }

    @Override
    public @Nullable Hold pass(Draft attempt, long nowNanos) {
        Permit permit = targets.get(attempt.index()).tryAcquire(nowNanos);
        if (permit == null) {
            attempt.refuse(PROBED);
        }
        return permit;
    }
}

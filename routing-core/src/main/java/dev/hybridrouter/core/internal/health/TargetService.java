package dev.hybridrouter.core.internal.health;

import dev.hybridrouter.core.internal.way.Service;
import java.util.List;

/**
 * What the states of targets say of their service. Thread-safe.
 *
 * @param states by position of the target
 */
public record TargetService(List<TargetState> states) implements Service {
    /** Copies the list. */
    public TargetService {
        states = List.copyOf(states);
    }

    @Override
    public boolean isOut(int target, long nowNanos) {
        return states.get(target).isOutOfService(nowNanos);
    }

    @Override
    public long usualNanos(int target, boolean streaming) {
        return states.get(target).usualNanos(streaming);
    }

    @Override
    public long nearlyAllNanos(int target, boolean streaming) {
        return states.get(target).nearlyAllNanos(streaming);
    }
}

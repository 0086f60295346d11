package dev.hybridrouter.core.internal.health;

import dev.hybridrouter.core.internal.way.TargetViews;
import dev.hybridrouter.spi.TargetView;
import java.util.List;

/**
 * The router's targets with their health.
 *
 * @param targets what is known of each
 */
public record HealthViews(List<TargetState> targets) implements TargetViews {
    @Override
    public TargetView[] all(boolean streaming, long nowNanos) {
        TargetView[] views = new TargetView[targets.size()];
        for (int i = 0; i < views.length; i++) {
            views[i] = targets.get(i).view(streaming, nowNanos);
        }
        return views;
    }

    @Override
    public TargetView one(int target, boolean streaming, long nowNanos) {
        return targets.get(target).view(streaming, nowNanos);
    }
}

package dev.hybridrouter.core.internal.engine;

import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.core.internal.health.TargetState;
import dev.hybridrouter.core.internal.money.Tariffs;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.TargetViews;
import dev.hybridrouter.spi.TargetHealth;
import dev.hybridrouter.spi.TargetView;
import java.util.List;

/**
 * The router's targets with their health and what they charge.
 *
 * @param targets what is known of each
 * @param tariffs what they charge
 */
public record TargetLooks(List<TargetState> targets, Tariffs tariffs) implements TargetViews {
    @Override
    public int count() {
        return targets.size();
    }

    @Override
    public Target target(int target) {
        return targets.get(target).target();
    }

    @Override
    public TargetView.Builder[] all(CallContext call, long nowNanos) {
        TargetView.Builder[] views = new TargetView.Builder[targets.size()];
        for (int i = 0; i < views.length; i++) {
            views[i] = one(i, call, nowNanos).toBuilder();
        }
        return views;
    }

    @Override
    public TargetView one(int target, CallContext call, long nowNanos) {
        TargetState state = targets.get(target);
        TargetHealth health = state.health(call.isStreaming(), nowNanos);
        long input = tariffs.expectedInput(target, call.facts());
        long output = Tariffs.expectedOutput(call.facts());
        Tariff tariff = tariffs.planned(target, call.request());
        // Everything is asked before the builder is made, which the compiler then does away with.
        return TargetView.builder(state.target(), health)
                .expectedTokens(input, output)
                .tariff(tariff)
                .build();
    }
}

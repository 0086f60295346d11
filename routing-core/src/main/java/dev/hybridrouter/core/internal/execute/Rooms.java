package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.affinity.PromptHolds;
import dev.hybridrouter.core.internal.affinity.PromptPrefixes;
import dev.hybridrouter.core.internal.control.KillBoard;
import dev.hybridrouter.core.internal.health.TargetState;
import dev.hybridrouter.core.internal.money.Tariffs;
import dev.hybridrouter.core.internal.money.Treasury;
import dev.hybridrouter.core.internal.publish.Listeners;
import dev.hybridrouter.core.internal.quota.Headroom;
import dev.hybridrouter.core.internal.timer.GuardedTimer;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TargetView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What execution works with: the immutable set-up of one router and its live parts.
 *
 * @param targets the router's targets with their health
 * @param adapters the adapter of each target, at the same position
 * @param courses how requests are planned and seen through
 * @param budget the router's extra attempts
 * @param prices what attempts cost, and whether they may
 * @param headroom what the providers' quotas leave; null if none is watched
 * @param control what stops attempts
 * @param time clock and scheduler
 * @param listeners who is told
 */
public record Rooms(
        List<TargetState> targets,
        List<ProviderAdapter> adapters,
        Courses courses,
        AttemptBudget budget,
        Prices prices,
        @Nullable Headroom headroom,
        KillBoard control,
        Time time,
        Listeners listeners) {

    /**
     * Clock, scheduler and chance of a router.
     *
     * @param clock the only source of time
     * @param timer the only source of delayed work
     * @param seed from which all chance follows
     */
    public record Time(RouterClock clock, GuardedTimer timer, long seed) {}

    /**
     * What attempts cost, and whether they may.
     *
     * @param tariffs what the targets charge
     * @param treasury the router's budgets; null if it has none
     * @param holds what the targets' prompt caches hold; null if that is not watched
     */
    public record Prices(
            Tariffs tariffs,
            @Nullable Treasury treasury,
            @Nullable PromptHolds holds) {}

    long now() {
        return time.clock().nanoTime();
    }

    /** The targets with their health at one instant, and with what they hold of a prompt where that is watched. */
    public TargetView[] views(boolean streaming, long nowNanos, @Nullable PromptPrefixes prompt) {
        TargetView[] views = new TargetView[targets.size()];
        for (int i = 0; i < views.length; i++) {
            views[i] = targets.get(i).view(streaming, nowNanos);
        }
        PromptHolds holds = prices.holds();
        if (holds != null && prompt != null) {
            long[] tokens = holds.cachedTokens(prompt);
            for (int i = 0; i < views.length; i++) {
                views[i] = tokens[i] == 0
                        ? views[i]
                        : views[i].toBuilder().cachedTokens(tokens[i]).build();
            }
        }
        return views;
    }
}

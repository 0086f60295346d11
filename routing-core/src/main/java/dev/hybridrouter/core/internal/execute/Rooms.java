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

    /** The targets as a request sees them when it is made, with what they hold of its prompt where that is watched. */
    TargetView[] views(Ask ask, @Nullable PromptPrefixes prompt) {
        long now = ask.startNanos();
        long[] waits = headroom == null ? null : headroom.waits(ask.facts(), now);
        PromptHolds holds = prices.holds();
        long[] cached = holds == null || prompt == null ? null : holds.cachedTokens(prompt);
        TargetView[] views = new TargetView[targets.size()];
        for (int i = 0; i < views.length; i++) {
            TargetView.Builder view = view(i, ask, now);
            if (waits != null) {
                view.quotaWaitNanos(waits[i]);
            }
            if (cached != null) {
                view.cachedTokens(cached[i]);
            }
            views[i] = view.build();
        }
        return views;
    }

    /** A target as a request sees it: its health, and what it charges. */
    TargetView.Builder view(int target, Ask ask, long nowNanos) {
        TargetState state = targets.get(target);
        TargetView.Builder view =
                TargetView.builder(state.target(), state.health(ask.facts().streaming(), nowNanos));
        prices.tariffs().show(view, target, ask.request(), ask.facts());
        return view;
    }
}

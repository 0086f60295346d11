package dev.hybridrouter.core.internal.control;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.core.policy.KillRule;
import dev.hybridrouter.spi.RouterClock;
import java.util.List;
import java.util.Map;

/** What the rules of a kill switch have counted in each scope, and what it says. Thread-safe. */
final class RuleSums implements Stages.Evidence {
    private static final int MOST_SCOPES = 10_000; // tenants that are counted at a time
    private static final int ALL = 100;

    private final List<KillRule> rules;
    private final RouterClock clock;
    private final List<Map<KillScope, SlidingSums>> sums;

    RuleSums(List<KillRule> rules, RouterClock clock) {
        this.rules = rules;
        this.clock = clock;
        this.sums = rules.stream()
                .<Map<KillScope, SlidingSums>>map(rule -> Caffeine.newBuilder()
                        .maximumSize(MOST_SCOPES)
                        .executor(Runnable::run)
                        .<KillScope, SlidingSums>build()
                        .asMap())
                .toList();
    }

    /** What a rule has counted in a scope. */
    SlidingSums of(int rule, KillScope scope) {
        return sums.get(rule)
                .computeIfAbsent(
                        scope, none -> new SlidingSums(rules.get(rule).window().toNanos()));
    }

    /** Spending allows for more while it is below what each rule bears; errors do once enough attempts were made to tell. */
    @Override
    public boolean allowsMore(KillScope scope, int percent) {
        long now = clock.nanoTime();
        for (int i = 0; i < rules.size(); i++) {
            SlidingSums sum = sums.get(i).get(scope);
            if (sum != null && !allowsMore(rules.get(i), sum, percent, now)) {
                return false;
            }
        }
        return true;
    }

    private static boolean allowsMore(KillRule rule, SlidingSums sum, int percent, long now) {
        if (rule instanceof KillRule.Spend spend) {
            return sum.first(now) < spend.most().nanoUsd();
        }
        if (rule instanceof KillRule.ErrorRate rate && percent > 0) {
            long attempts = sum.first(now);
            return attempts >= least(rate, percent) && sum.second(now) <= rate.most() * attempts;
        }
        return true;
    }

    /** How many attempts tell something, where only a share of all may be made. */
    static long least(KillRule.ErrorRate rule, int percent) {
        return Math.max(1, (long) rule.leastAttempts() * percent / ALL);
    }

    @Override
    public void stageBegins(KillScope scope) {
        for (int i = 0; i < rules.size(); i++) {
            SlidingSums sum = sums.get(i).get(scope);
            if (sum != null && rules.get(i) instanceof KillRule.ErrorRate) {
                sum.clear();
            }
        }
    }
}

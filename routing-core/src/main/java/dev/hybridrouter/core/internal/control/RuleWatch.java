package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.policy.KillRule;
import dev.hybridrouter.core.policy.KillRules;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.event.AttemptEnded;
import dev.hybridrouter.spi.event.GuardInspected;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.spi.guard.GuardRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts attempts by the rules of the kill switch, throws it, and has it opened by stages. Thread-safe. */
public final class RuleWatch implements RouterListener {
    private static final String BY = "rule";

    private final List<KillRule> rules;
    private final KillBoard board;
    private final RouterClock clock;
    private final RuleSums sums;
    private final @Nullable Stages stages; // null if what is stopped stays so

    /**
     * Creates a watch.
     *
     * @param rules what it watches
     * @param board the switch it throws
     * @param clock when things happen
     * @param timer runs the stages
     */
    public RuleWatch(KillRules rules, KillBoard board, RouterClock clock, GuardedTimer timer) {
        this.rules = rules.rules();
        this.board = board;
        this.clock = clock;
        this.sums = new RuleSums(this.rules, clock);
        this.stages = rules.reopening()
                .map(reopening -> new Stages(reopening, board, timer, sums))
                .orElse(null);
    }

    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof AttemptEnded ended) {
            attemptEnded(ended.target(), ended.attempt());
        } else if (event instanceof GuardInspected inspected) {
            guardInspected(inspected.context(), inspected.inspection());
        }
    }

    private void attemptEnded(Target target, Attempt attempt) {
        HealthImpact failure = attempt.failure().map(each -> each.health()).orElse(null);
        long now = clock.nanoTime();
        for (int i = 0; i < rules.size(); i++) {
            KillRule rule = rules.get(i);
            if (rule instanceof KillRule.ErrorRate rate) {
                count(rate, i, target, failure, now);
            } else if (rule instanceof KillRule.Spend spend) {
                long cost = attempt.cost().map(each -> each.nanoUsd()).orElse(0L);
                count(spend, i, target, cost, now);
            }
        }
    }

    private void count(KillRule.ErrorRate rule, int index, Target target, @Nullable HealthImpact failure, long now) {
        if (failure != null && !isIllness(failure)) {
            return; // it says nothing of the target, and must not hide what others say
        }
        KillScope scope = scope(rule.grain(), target);
        SlidingSums sum = sums.of(index, scope);
        sum.add(1, failure == null ? 0 : 1, now);
        if (failure == null) {
            return;
        }
        long attempts = sum.first(now);
        long failures = sum.second(now);
        if (failures > rule.most() * attempts && attempts >= RuleSums.least(rule, board.openPercent(scope))) {
            String note = failures + " of " + attempts + " attempts failed in " + rule.window();
            if (trip(scope, KillCause.ERROR_RATE, note)) {
                sum.clear();
            }
        }
    }

    private static boolean isIllness(HealthImpact health) {
        return health == HealthImpact.ILLNESS || health == HealthImpact.MISCONFIGURED;
    }

    /** What was spent stays spent: the window forgets it, not the throw. */
    private void count(KillRule.Spend rule, int index, Target target, long nanoUsd, long now) {
        if (nanoUsd == 0) {
            return;
        }
        KillScope scope = scope(rule.grain(), target);
        SlidingSums sum = sums.of(index, scope);
        sum.add(nanoUsd, 0, now);
        if (sum.first(now) > rule.most().nanoUsd() && board.openPercent(scope) > 0) {
            boolean unused =
                    trip(scope, KillCause.SPEND, "more than " + rule.most() + " was spent in " + rule.window());
        }
    }

    private void guardInspected(RequestContext context, GuardRecord record) {
        if (record.outcome() != GuardRecord.Outcome.BLOCKED) {
            return;
        }
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i) instanceof KillRule.Denials rule) {
                count(rule, i, KillScope.tenant(context.tenant()), clock.nanoTime());
            }
        }
    }

    private void count(KillRule.Denials rule, int index, KillScope scope, long now) {
        SlidingSums sum = sums.of(index, scope);
        sum.add(1, 0, now);
        if (sum.first(now) > rule.most()) {
            sum.clear();
            boolean unused =
                    trip(scope, KillCause.SECURITY, "guards denied more than " + rule.most() + " in " + rule.window());
        }
    }

    private static KillScope scope(KillRule.Grain grain, Target target) {
        return switch (grain) {
            case EVERYTHING -> KillScope.everything();
            case PATH -> KillScope.path(target.path());
            case ADAPTER -> KillScope.adapter(target.provider());
            case TARGET -> KillScope.target(target.id().value());
        };
    }

    /** Returns whether it was thrown now. What a person had a hand in does not open by itself, as nobody asked that person. */
    private boolean trip(KillScope scope, KillCause cause, String note) {
        KillBoard.Trip trip = board.trip(KillOrder.draining(scope, cause, note, BY));
        if (trip == null) {
            return false;
        }
        boolean own = trip.before() == null || trip.before().by().equals(BY);
        if (stages != null && own && !trip.event().cause().isSticky()) {
            stages.begin(trip.event());
        }
        return true;
    }

    /** Opens nothing any more. */
    public void close() {
        if (stages != null) {
            stages.close();
        }
    }
}

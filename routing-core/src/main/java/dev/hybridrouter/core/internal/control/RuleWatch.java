package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.timer.GuardedTimer;
import dev.hybridrouter.core.policy.KillRule;
import dev.hybridrouter.core.policy.KillRules;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.RouterListener;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts attempts by the rules of the kill switch, throws it, and opens it by stages. Thread-safe. */
public final class RuleWatch implements RouterListener {
    private static final int FIRST_STAGE = 10;
    private static final int SECOND_STAGE = 50;
    private static final int OPEN = 100;
    private static final Set<FailureKind> NOBODYS = Set.of(FailureKind.CANCELLED, FailureKind.STOPPED);

    private final KillRules rules;
    private final KillBoard board;
    private final RouterClock clock;
    private final GuardedTimer timer;
    private final List<Map<KillScope, SlidingSums>> sums;
    private final Map<KillScope, Cancellable> stages = new ConcurrentHashMap<>(); // the next one of each scope
    private volatile boolean closed;

    /**
     * Creates a watch.
     *
     * @param rules what it watches
     * @param board the switch it throws
     * @param clock when things happen
     * @param timer runs the stages
     */
    public RuleWatch(KillRules rules, KillBoard board, RouterClock clock, GuardedTimer timer) {
        this.rules = rules;
        this.board = board;
        this.clock = clock;
        this.timer = timer;
        this.sums = rules.rules().stream()
                .<Map<KillScope, SlidingSums>>map(rule -> new ConcurrentHashMap<>())
                .toList();
    }

    @Override
    public void attemptEnded(RequestFacts request, Target target, Attempt attempt) {
        FailureKind failure = attempt.failure().map(each -> each.kind()).orElse(null);
        long now = clock.nanoTime();
        for (int i = 0; i < sums.size(); i++) {
            KillRule rule = rules.rules().get(i);
            if (rule instanceof KillRule.ErrorRate rate) {
                count(rate, sums.get(i), target, failure, now);
            } else if (rule instanceof KillRule.Spend spend) {
                long cost = attempt.cost().map(each -> each.nanoUsd()).orElse(0L);
                count(spend, sums.get(i), target, cost, now);
            }
        }
    }

    private void count(
            KillRule.ErrorRate rule,
            Map<KillScope, SlidingSums> counts,
            Target target,
            @Nullable FailureKind failure,
            long now) {
        if (failure != null && NOBODYS.contains(failure)) {
            return;
        }
        KillScope scope = scope(rule.grain(), target);
        SlidingSums sum = sum(rule, counts, scope);
        boolean failed = failure != null && isIllness(failure.health());
        sum.add(1, failed ? 1 : 0, now);
        if (!failed) {
            return;
        }
        long attempts = sum.first(now);
        long failures = sum.second(now);
        if (attempts >= rule.leastAttempts() && failures > rule.most() * attempts) {
            sum.clear();
            trip(scope, KillCause.ERROR_RATE, failures + " of " + attempts + " attempts failed in " + rule.window());
        }
    }

    private static boolean isIllness(HealthImpact health) {
        return health == HealthImpact.ILLNESS || health == HealthImpact.MISCONFIGURED;
    }

    private void count(KillRule.Spend rule, Map<KillScope, SlidingSums> costs, Target target, long nanoUsd, long now) {
        if (nanoUsd == 0) {
            return;
        }
        KillScope scope = scope(rule.grain(), target);
        SlidingSums sum = sum(rule, costs, scope);
        sum.add(nanoUsd, 0, now);
        if (sum.first(now) > rule.most().nanoUsd()) {
            sum.clear();
            trip(scope, KillCause.SPEND, "more than " + rule.most() + " was spent in " + rule.window());
        }
    }

    private static SlidingSums sum(KillRule rule, Map<KillScope, SlidingSums> sums, KillScope scope) {
        return sums.computeIfAbsent(scope, none -> new SlidingSums(rule.window().toNanos()));
    }

    private static KillScope scope(KillRule.Grain grain, Target target) {
        return switch (grain) {
            case EVERYTHING -> KillScope.everything();
            case PATH -> KillScope.path(target.path());
            case ADAPTER -> KillScope.adapter(target.provider());
            case TARGET -> KillScope.target(target.id().value());
        };
    }

    private void trip(KillScope scope, KillCause cause, String note) {
        KillEvent event = board.trip(KillOrder.draining(scope, cause, note, "rule"));
        KillRules.@Nullable Reopening reopening = rules.reopening().orElse(null);
        if (event != null && reopening != null && !event.cause().isSticky()) {
            schedule(event, FIRST_STAGE, reopening.pause(), reopening);
        }
    }

    private void schedule(KillEvent last, int percent, Duration pause, KillRules.Reopening reopening) {
        Cancellable stage = timer.schedule(() -> open(last, percent, reopening), pause.toNanos());
        if (stage != null) {
            timer.cancel(stages.put(last.scope(), stage));
            if (closed) {
                close();
            }
        }
    }

    /** Goes on only while nobody else has had a hand in it. */
    private void open(KillEvent last, int percent, KillRules.Reopening reopening) {
        KillEvent event = board.openAfter(last, percent);
        if (event != null && percent < OPEN) {
            schedule(event, percent == FIRST_STAGE ? SECOND_STAGE : OPEN, reopening.stage(), reopening);
        }
    }

    /** Opens nothing any more. */
    public void close() {
        closed = true;
        stages.values().forEach(timer::cancel);
        stages.clear();
    }
}

package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.RankedTarget;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.decision.Score;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.Chance;
import dev.hybridrouter.core.internal.tools.Residency;
import dev.hybridrouter.core.internal.way.Affordability;
import dev.hybridrouter.core.internal.way.HardRules;
import dev.hybridrouter.spi.Ranker;
import dev.hybridrouter.spi.Ranking;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.TargetView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns facts and an immutable snapshot of targets into a plan: constraints remove, strategies and a ranker order what is left. Pure:
 * the same facts, views and draw give the same plan.
 */
public final class Planner implements HardRules {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);
    private static final Score THROTTLED = new Score("throttled", 1);
    private static final Score NOT_THROTTLED = new Score("throttled", 0);

    private static final double SECOND = 1e9;
    private static final Rejection TOO_LARGE = Rejection.of(
            RejectionReason.QUOTA,
            "the request is larger than the whole quota of the target",
            "lower maxTokens, raise the quota, or add targets");

    private final Constraints constraints;
    private final List<RoutingStrategy> strategies;
    private final @Nullable AskedRanker ranker;
    private final long policyVersion;

    /**
     * Creates a planner.
     *
     * @param constraints which targets may serve
     * @param strategies order those that may, the most important first
     * @param ranker has the last word on their order; null if nobody has
     * @param policyVersion of the policy that it plans by
     */
    public Planner(
            Constraints constraints, List<RoutingStrategy> strategies, @Nullable Ranker ranker, long policyVersion) {
        this.policyVersion = policyVersion;
        this.constraints = constraints;
        this.strategies = List.copyOf(strategies);
        this.ranker = ranker == null ? null : new AskedRanker(ranker);
    }

    /** The version of the policy that it plans by. */
    public long policyVersion() {
        return policyVersion;
    }

    /** Returns all reasons why the target may not serve the request now; the check before each attempt. */
    @Override
    public List<Rejection> check(RequestFacts request, TargetView view) {
        return constraints.check(request, view);
    }

    /**
     * Plans.
     *
     * @param request what is asked
     * @param views the router's targets at one instant
     * @param draw the random number of this request, from which the strategies' chances follow
     * @param budgets what the request can afford; null if nothing limits it
     */
    public RankedPlan plan(RequestFacts request, TargetView[] views, long draw, @Nullable Affordability budgets) {
        Candidate[] candidates = new Candidate[views.length];
        Ranked[] admissible = new Ranked[views.length];
        int count = 0;
        boolean someThrottled = false;
        boolean someWait = false;
        for (int i = 0; i < views.length; i++) {
            List<Rejection> rejections = verdict(request, views[i], i, budgets);
            candidates[i] = candidate(request, views[i].target(), rejections);
            if (rejections.isEmpty()) {
                admissible[count++] =
                        new Ranked(i, views[i], scores(request, views[i], i, Chance.of(draw, i), budgets));
                someWait |= views[i].quotaWaitNanos() > 0;
                someThrottled |= views[i].health().throttled();
            }
        }
        if (count < admissible.length) {
            admissible = Arrays.copyOf(admissible, count);
        }
        Arrays.sort(admissible);
        RoutePlan.Builder plan = RoutePlan.builder()
                .candidates(List.of(candidates))
                .adjustments(budgets == null ? List.of() : budgets.adjustments())
                .policyVersion(policyVersion);
        AskedRanker asked = count < 2 || (budgets != null && budgets.cheaperFirst()) ? null : ranker;
        Ranking ranking = asked == null ? null : asked.ask(request, views(admissible), Chance.of(draw, views.length));
        if (asked == null || ranking == null) {
            return toPlan(plan, admissible, someThrottled, someWait);
        }
        ranking.propensity().ifPresent(plan::propensity);
        return toPlan(plan, reordered(admissible, ranking, asked.name()), someThrottled, someWait);
    }

    private static List<TargetView> views(Ranked[] admissible) {
        return Arrays.stream(admissible).map(Ranked::view).toList();
    }

    /** The targets in the order that a ranker gave them, which is the first of their scores. */
    private static Ranked[] reordered(Ranked[] admissible, Ranking ranking, String ranker) {
        Ranked[] order = new Ranked[admissible.length];
        for (Ranked ranked : admissible) {
            int place = ranking.order().indexOf(ranked.view);
            Score[] scores = new Score[ranked.scores.length + 1];
            scores[0] = new Score(ranker, place);
            for (int i = 1; i < scores.length; i++) {
                scores[i] = ranked.scores[i - 1];
            }
            order[place] = new Ranked(ranked.index, ranked.view, scores);
        }
        return order;
    }

    private static Candidate candidate(RequestFacts request, Target target, List<Rejection> rejections) {
        Candidate.Builder candidate = Candidate.builder(target.id());
        return rejections.isEmpty()
                ? candidate
                        .evidence(Residency.evidence(request.context(), target))
                        .build()
                : candidate.rejections(rejections).build();
    }

    private List<Rejection> verdict(
            RequestFacts request, TargetView view, int target, @Nullable Affordability budgets) {
        List<Rejection> rejections = constraints.check(request, view);
        long wait = view.quotaWaitNanos();
        Rejection tooDear = budgets == null ? null : budgets.refusal(target);
        if (tooDear == null && wait != Long.MAX_VALUE) {
            return rejections;
        }
        List<Rejection> all = new ArrayList<>(rejections);
        if (tooDear != null) {
            all.add(tooDear);
        }
        if (wait == Long.MAX_VALUE) {
            all.add(TOO_LARGE);
        }
        return all;
    }

    private Score[] scores(
            RequestFacts request, TargetView view, int target, double chance, @Nullable Affordability budgets) {
        Affordability cheaperFirst = budgets != null && budgets.cheaperFirst() ? budgets : null;
        int first = cheaperFirst == null ? 0 : 1;
        Score[] scores = new Score[first + strategies.size()];
        if (cheaperFirst != null) {
            scores[0] = new Score("cheaper-first", cheaperFirst.worstCaseUsd(target));
        }
        for (int i = first; i < scores.length; i++) {
            RoutingStrategy strategy = strategies.get(i - first);
            scores[i] = new Score(strategy.name(), score(strategy, request, view, chance));
        }
        return scores;
    }

    private static double score(RoutingStrategy strategy, RequestFacts request, TargetView view, double chance) {
        try {
            double score = strategy.score(request, view, chance);
            return Double.isNaN(score) ? Double.POSITIVE_INFINITY : score;
        } catch (Throwable e) {
            LOG.atDebug()
                    .setCause(SafeTrace.of(e))
                    .addKeyValue("strategy", strategy.name())
                    .log("Strategy threw; it counts as a tie");
            return 0;
        }
    }

    private static RankedPlan toPlan(
            RoutePlan.Builder plan, Ranked[] admissible, boolean someThrottled, boolean someWait) {
        int[] order = new int[admissible.length];
        RankedTarget[] ranking = new RankedTarget[admissible.length];
        for (int place = 0; place < order.length; place++) {
            Ranked ranked = admissible[place];
            order[place] = ranked.index;
            ranking[place] = new RankedTarget(ranked.view.target().id(), toScores(ranked, someThrottled, someWait));
        }
        return new RankedPlan(plan.ranking(List.of(ranking)).build(), order);
    }

    private static List<Score> toScores(Ranked ranked, boolean someThrottled, boolean someWait) {
        if (!someThrottled && !someWait) {
            return List.of(ranked.scores);
        }
        List<Score> scores = new ArrayList<>(ranked.scores.length + 2);
        if (someThrottled) {
            scores.add(ranked.view.health().throttled() ? THROTTLED : NOT_THROTTLED);
        }
        if (someWait) {
            scores.add(new Score("quota-wait", ranked.view.quotaWaitNanos() / SECOND));
        }
        Collections.addAll(scores, ranked.scores);
        return scores;
    }

    /**
     * Sorts targets their provider asked to spare to the end, then by how long their quota lets the request wait, then by
     * each strategy in turn, then as they were added.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared by equals
    private record Ranked(int index, TargetView view, Score[] scores) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            int order = Boolean.compare(
                    view.health().throttled(), other.view.health().throttled());
            order = order != 0 ? order : Long.compare(view.quotaWaitNanos(), other.view.quotaWaitNanos());
            for (int i = 0; order == 0 && i < scores.length; i++) {
                order = Double.compare(scores[i].value(), other.scores[i].value());
            }
            return order != 0 ? order : Integer.compare(index, other.index);
        }
    }
}

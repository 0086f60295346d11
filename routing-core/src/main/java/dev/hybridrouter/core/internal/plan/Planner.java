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
import dev.hybridrouter.core.internal.way.Affordability;
import dev.hybridrouter.core.internal.way.HardRules;
import dev.hybridrouter.core.internal.way.Planned;
import dev.hybridrouter.spi.Ranker;
import dev.hybridrouter.spi.Ranking;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.TargetView;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final Candidate[] admitted; // what is said of each target where nothing needs evidence
    private final List<RoutingStrategy> strategies;
    private final RankedTarget[] lastScored; // whichever request wrote last: all of them are right
    private final @Nullable Evidenced[] lastEvidenced; // likewise
    private final @Nullable AskedRanker ranker;
    private final long policyVersion;

    /**
     * Creates a planner.
     *
     * @param targets the router's targets
     * @param constraints which of them may serve
     * @param strategies order those that may, the most important first
     * @param ranker has the last word on their order; null if nobody has
     * @param policyVersion of the policy that it plans by
     */
    public Planner(
            List<Target> targets,
            Constraints constraints,
            List<RoutingStrategy> strategies,
            @Nullable Ranker ranker,
            long policyVersion) {
        this.admitted = targets.stream()
                .map(target -> Candidate.builder(target.id()).build())
                .toArray(Candidate[]::new);
        this.lastScored = targets.stream()
                .map(target -> new RankedTarget(target.id(), List.of()))
                .toArray(RankedTarget[]::new);
        this.lastEvidenced = new Evidenced[targets.size()];
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
     * @param nowNanos that instant
     * @param draw the random number of this request, from which the strategies' chances follow
     * @param budgets what the request can afford; null if nothing limits it
     */
    public Planned plan(
            RequestFacts request, TargetView[] views, long nowNanos, long draw, @Nullable Affordability budgets) {
        Candidate[] candidates = new Candidate[views.length];
        RankedTarget[] ranking = new RankedTarget[views.length];
        int[] order = new int[views.length];
        int count = 0;
        for (int i = 0; i < views.length; i++) {
            List<Rejection> rejections = verdict(request, views[i], i, budgets);
            candidates[i] = candidate(request, views[i].target(), i, rejections);
            if (rejections.isEmpty()) {
                RankedTarget scored = scored(request, views[i], i, Chance.of(draw, i), budgets);
                insert(i, scored, order, ranking, count++, views);
            }
        }
        if (count < order.length) {
            order = Arrays.copyOf(order, count);
            ranking = Arrays.copyOf(ranking, count);
        }
        RoutePlan.Builder plan = RoutePlan.builder()
                .candidates(List.of(candidates))
                .adjustments(budgets == null ? List.of() : budgets.adjustments())
                .policyVersion(policyVersion);
        if (ranker != null && count > 1 && (budgets == null || !budgets.cheaperFirst())) {
            Ranking asked = ranker.ask(request, inOrder(views, order), Chance.of(draw, views.length));
            if (asked != null) {
                asked.propensity().ifPresent(plan::propensity);
                reorder(order, ranking, views, asked, ranker.name());
            }
        }
        explainOrder(order, ranking, views);
        return new Planned(plan.ranking(List.of(ranking)).build(), order, views, nowNanos);
    }

    /**
     * Inserts a target into those ranked so far: targets their provider asked to spare go to the end, then it is how long
     * their quota lets the request wait, then each strategy in turn, then as they were added.
     */
    private static void insert(
            int target, RankedTarget ranked, int[] order, RankedTarget[] ranking, int count, TargetView[] views) {
        int place = count;
        while (place > 0 && isBefore(views[target], ranked, views[order[place - 1]], ranking[place - 1])) {
            order[place] = order[place - 1];
            ranking[place] = ranking[place - 1];
            place--;
        }
        order[place] = target;
        ranking[place] = ranked;
    }

    private static boolean isBefore(TargetView one, RankedTarget ranked, TargetView other, RankedTarget before) {
        int order = Boolean.compare(one.health().throttled(), other.health().throttled());
        order = order != 0 ? order : Long.compare(one.quotaWaitNanos(), other.quotaWaitNanos());
        List<Score> scores = ranked.scores();
        for (int i = 0; order == 0 && i < scores.size(); i++) {
            order = Double.compare(scores.get(i).value(), before.scores().get(i).value());
        }
        return order < 0;
    }

    private static List<TargetView> inOrder(TargetView[] views, int[] order) {
        return Arrays.stream(order).mapToObj(target -> views[target]).toList();
    }

    /** Takes the order that a ranker gave, which becomes the first of the scores. */
    private static void reorder(int[] order, RankedTarget[] ranking, TargetView[] views, Ranking asked, String ranker) {
        int[] before = order.clone();
        RankedTarget[] scored = ranking.clone();
        for (int i = 0; i < before.length; i++) {
            int place = asked.order().indexOf(views[before[i]]);
            order[place] = before[i];
            ranking[place] = scoredBefore(scored[i], List.of(new Score(ranker, place)));
        }
    }

    private static RankedTarget scoredBefore(RankedTarget ranked, List<Score> first) {
        List<Score> all = new ArrayList<>(first);
        all.addAll(ranked.scores());
        return new RankedTarget(ranked.target(), all);
    }

    private Candidate candidate(RequestFacts request, Target target, int index, List<Rejection> rejections) {
        if (!rejections.isEmpty()) {
            return Candidate.builder(target.id()).rejections(rejections).build();
        }
        if (!Evidenced.isNeeded(request.context())) {
            return admitted[index];
        }
        Evidenced known = lastEvidenced[index];
        if (known == null || !known.isFor(request.context(), target.handling())) {
            known = Evidenced.of(request.context(), target.handling(), admitted[index]);
            lastEvidenced[index] = known;
        }
        return known.candidate();
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

    private RankedTarget scored(
            RequestFacts request, TargetView view, int target, double chance, @Nullable Affordability budgets) {
        Affordability cheaperFirst = budgets != null && budgets.cheaperFirst() ? budgets : null;
        if (cheaperFirst == null && strategies.size() == 1) { // as most routers have it
            return scoredAsLast(target, view, strategies.get(0), value(strategies.get(0), request, view, chance));
        }
        List<Score> scores = new ArrayList<>(strategies.size() + 1);
        if (cheaperFirst != null) {
            scores.add(new Score("cheaper-first", cheaperFirst.worstCaseUsd(target)));
        }
        for (RoutingStrategy strategy : strategies) {
            scores.add(new Score(strategy.name(), value(strategy, request, view, chance)));
        }
        return new RankedTarget(view.target().id(), scores);
    }

    /** Many strategies give a target the same score again and again: the same record of it serves again. */
    private RankedTarget scoredAsLast(int target, TargetView view, RoutingStrategy strategy, double value) {
        RankedTarget known = lastScored[target];
        if (!known.scores().isEmpty() && Double.compare(known.scores().get(0).value(), value) == 0) {
            return known;
        }
        RankedTarget scored = new RankedTarget(view.target().id(), List.of(new Score(strategy.name(), value)));
        lastScored[target] = scored;
        return scored;
    }

    private static double value(RoutingStrategy strategy, RequestFacts request, TargetView view, double chance) {
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

    /** Puts what weighs more than strategies before their scores, where it made a difference. */
    private static void explainOrder(int[] order, RankedTarget[] ranking, TargetView[] views) {
        boolean someThrottled = false;
        boolean someWait = false;
        for (int target : order) {
            someThrottled |= views[target].health().throttled();
            someWait |= views[target].quotaWaitNanos() > 0;
        }
        for (int place = 0; (someThrottled || someWait) && place < order.length; place++) {
            TargetView view = views[order[place]];
            List<Score> first = new ArrayList<>(2);
            if (someThrottled) {
                first.add(view.health().throttled() ? THROTTLED : NOT_THROTTLED);
            }
            if (someWait) {
                first.add(new Score("quota-wait", view.quotaWaitNanos() / SECOND));
            }
            ranking[place] = scoredBefore(ranking[place], first);
        }
    }
}

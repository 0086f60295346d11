package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.Degrade;
import dev.hybridrouter.core.internal.way.Affordability;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.spi.RequestFacts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The budgets of one request as they stood when it came, and what follows for it. Immutable once opened. */
public final class RequestBudget implements Affordability {
    private static final Rejection UNPRICED = Rejection.of(
            RejectionReason.BUDGET,
            "its price is unknown, which a hard budget does not allow",
            "give the target a price, or the router a price book that has its model");
    private static final Rejection CACHE_ONLY = Rejection.of(
            RejectionReason.BUDGET,
            "a budget has run so low that only cached answers are given",
            "raise the budget, or wait for its next window");
    private static final double NANOS_PER_USD = 1e9;

    private final Budgets budgets;
    private final CallContext call;
    private final List<Share> shares;
    private final List<Adjustment> adjustments = new ArrayList<>(0);
    private RequestFacts facts;
    private RouteRequest request;
    private long left = Long.MAX_VALUE;
    private @Nullable Budget tightest;
    private boolean cheaperFirst;
    private @Nullable Rejection closed;

    /** Returns one without budgets; a rejection, where there is one, refuses every attempt. */
    static RequestBudget closed(Budgets budgets, CallContext call, @Nullable Rejection why) {
        RequestBudget requestBudget = new RequestBudget(budgets, call, List.of(), 0);
        requestBudget.closed = why;
        return requestBudget;
    }

    RequestBudget(Budgets budgets, CallContext call, List<Share> shares, long epochMillis) {
        this.budgets = budgets;
        this.call = call;
        this.shares = shares;
        this.facts = call.facts();
        this.request = call.request();
        int cap = Integer.MAX_VALUE;
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get(i);
            long rest = share.left(epochMillis);
            if (share.budget().isHard() && rest < left) {
                left = rest;
                tightest = share.budget();
            }
            cap = Math.min(cap, stepDown(share, rest));
        }
        bound(cap);
    }

    /** Takes the steps that the share has come to; returns the limit of output they set. */
    private int stepDown(Share share, long rest) {
        List<Budget.Step> ladder = share.budget().ladder();
        int cap = Integer.MAX_VALUE;
        if (ladder.isEmpty()) {
            return cap;
        }
        double percent = share.percent(rest);
        for (int i = 0; i < ladder.size() && ladder.get(i).percent() <= percent; i++) {
            Degrade step = ladder.get(i).degrade();
            if (step instanceof Degrade.CapOutput output) {
                cap = Math.min(cap, output.maxTokens());
            } else if (step instanceof Degrade.CacheOnly) {
                closed = CACHE_ONLY;
            } else if (!cheaperFirst) {
                cheaperFirst = true;
                adjust(Adjustment.Kind.CHEAPER_FIRST, share.budget(), ladder.get(i));
            }
        }
        return cap;
    }

    private void adjust(Adjustment.Kind kind, Budget budget, Budget.Step step) {
        adjustments.add(new Adjustment(kind, "budget " + budget.name() + " has reached " + step.percent() + " %"));
    }

    private void bound(int cap) {
        int asked = facts.parameters().maxTokens().orElse(budgets.policy().defaultMaxTokens());
        int bound = Math.min(asked, cap);
        if (cap < asked) {
            adjustments.add(new Adjustment(
                    Adjustment.Kind.OUTPUT_CAPPED,
                    "a budget runs low: at most " + cap + " tokens in place of " + asked));
        }
        if (facts.parameters().maxTokens().isEmpty() || bound < asked) {
            facts = facts.with(facts.parameters().toBuilder().maxTokens(bound).build());
            request = request.toBuilder().parameters(facts.parameters()).build();
        }
    }

    /** The request it pays for. */
    CallContext call() {
        return call;
    }

    /** What is asked, with the limit of output that the budgets set. */
    public RequestFacts facts() {
        return facts;
    }

    /** The request with the limit of output that the budgets set. */
    public RouteRequest request() {
        return request;
    }

    /** Whether nothing may be spent from it, whatever it costs. */
    boolean isClosed() {
        return closed != null;
    }

    List<Share> shares() {
        return shares;
    }

    /** The most the request can cost at a target; empty if that has no price. */
    @Nullable
    Money worstCase(int target) {
        return budgets.worstCase(target, this);
    }

    @Override
    public @Nullable Rejection refusal(int target) {
        if (closed != null) {
            return closed;
        }
        Money most = worstCase(target);
        if (most == null) {
            return budgets.isHard() ? UNPRICED : null;
        }
        Budget budget = tightest;
        return budget != null && most.nanoUsd() > left ? shortfall(budget, most, new Money(Math.max(0, left))) : null;
    }

    /** The refusal of an attempt that does not fit into a budget. */
    static Rejection shortfall(Budget budget, Money most, Money left) {
        return Rejection.of(
                RejectionReason.BUDGET,
                "budget " + budget.name() + " has " + left + " left in its " + budget.window()
                        + ", the attempt may cost " + most,
                "ask for fewer tokens, raise the budget, or wait for its next window");
    }

    static Rejection unpriced() {
        return UNPRICED;
    }

    @Override
    public boolean cheaperFirst() {
        return cheaperFirst;
    }

    @Override
    public double worstCaseUsd(int target) {
        Money most = worstCase(target);
        return most == null ? Double.POSITIVE_INFINITY : most.nanoUsd() / NANOS_PER_USD;
    }

    @Override
    public List<Adjustment> adjustments() {
        return adjustments;
    }
}

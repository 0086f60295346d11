package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.internal.flow.Turn;
import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.spi.ContextCarrier.Captured;
import dev.hybridrouter.spi.RequestFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way, and all that its stages know of it. What it holds is read and changed within its {@link #turn}
 * only; cancelling it and recording side calls come from any thread.
 */
public final class CallContext implements InFlight, Consumer<Throwable> {
    /** No provider answers within a millisecond; an attempt in the last one would only cost money. */
    private static final long LEAST_USEFUL_NANOS = 1_000_000;

    private final long number;
    private final long startNanos;
    private final long deadlineNanos;
    private final Turn turn = new Turn(this);
    private final AtomicReference<List<SideCall>> sideCalls = new AtomicReference<>(List.of());
    private RouteRequest request;
    private RequestFacts facts;
    private @Nullable RoutingPolicy policy;
    private @Nullable HardRules checks;
    private Planned planned = Planned.NOTHING;
    private @Nullable CacheUse cache;
    private @Nullable Rejection barred;
    private List<Adjustment> adjustments = List.of();
    private @Nullable Object @Nullable [] slots;
    private volatile @Nullable InFlight work;
    private volatile boolean aborted;
    private volatile boolean forgotten;

    /**
     * Creates a request at the beginning of its way.
     *
     * @param number its running number within the router
     * @param request what is asked
     * @param facts what planning may know of it
     * @param startNanos when it was made
     * @param deadlineNanos when it has to be over
     */
    public CallContext(long number, RouteRequest request, RequestFacts facts, long startNanos, long deadlineNanos) {
        this.number = number;
        this.request = request;
        this.facts = facts;
        this.startNanos = startNanos;
        this.deadlineNanos = deadlineNanos;
    }

    /** The context of its caller, in which all is done for it; null if there is none. */
    public @Nullable Captured carried() {
        return turn.context();
    }

    /** Its running number within the router. */
    public long number() {
        return number;
    }

    /** When it was made, by the router's clock. */
    public long startNanos() {
        return startNanos;
    }

    /** When it has to be over, by the router's clock. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** The time left to it in nanoseconds; negative once it is over. */
    public long remaining(long nowNanos) {
        return deadlineNanos - nowNanos;
    }

    /** Whether too little time is left to send anything. */
    public boolean isTooLate(long nowNanos) {
        return remaining(nowNanos) < LEAST_USEFUL_NANOS;
    }

    /** How long it may wait before anything is sent, in nanoseconds, at least 0. */
    public long patience(long nowNanos) {
        return Math.max(0, remaining(nowNanos) - LEAST_USEFUL_NANOS);
    }

    /** What is asked, as the stages so far have left it. */
    public RouteRequest request() {
        return request;
    }

    /** What planning may know of it. */
    public RequestFacts facts() {
        return facts;
    }

    /** Who asks and what for. */
    public RequestContext context() {
        return facts.context();
    }

    /** Whether the answer is streamed. */
    public boolean isStreaming() {
        return facts.streaming();
    }

    /** Sets why it may not go on at all; null if it may. */
    void barred(@Nullable Rejection why) {
        barred = why;
    }

    /** Why it may not go on at all, whatever its targets; null if it may. */
    public @Nullable Rejection barred() {
        return barred;
    }

    /** Changes what is asked, for the stages that follow. */
    public void change(RouteRequest changed, RequestFacts itsFacts) {
        request = changed;
        facts = itsFacts;
    }

    /** Sets the policy it is planned by, and the rules of that. */
    public void governedBy(RoutingPolicy by, HardRules itsChecks) {
        policy = by;
        checks = itsChecks;
    }

    /** Sets the plan. */
    public void planned(Planned plan) {
        planned = plan;
    }

    /** The policy it was planned by. */
    public RoutingPolicy policy() {
        return Objects.requireNonNull(policy);
    }

    /** The hard rules that its attempts are checked by. */
    public HardRules checks() {
        return Objects.requireNonNull(checks);
    }

    /** Positions of the admissible targets among the router's, best first; not to be changed. */
    public int[] order() {
        return planned.order();
    }

    /** The plan and what it was made of. */
    public Planned planned() {
        return planned;
    }

    /** The plan as decisions tell it. */
    public RoutePlan plan() {
        return planned.record();
    }

    /** Sets what the cache did. */
    public void cached(@Nullable CacheUse use) {
        cache = use;
    }

    /** Records something that is done differently from what was asked, once. */
    public void adjusted(@Nullable Adjustment adjustment) {
        if (adjustment != null && !adjustments.contains(adjustment)) {
            adjustments = adjustments.isEmpty() ? new ArrayList<>(2) : adjustments;
            adjustments.add(adjustment);
        }
    }

    /**
     * Records a call that left the process for the request and was no attempt. Called from any thread, before the end of that call
     * is reported; one that ends after the decision was made is in none.
     */
    public void sideCalled(SideCall ended) {
        var unused = sideCalls.updateAndGet(before -> {
            List<SideCall> all = new ArrayList<>(before);
            all.add(ended);
            return all;
        });
    }

    /** Returns the decision of a request that made no attempt. */
    public Decision decision(Outcome outcome, long nowNanos) {
        return decision(plan(), List.of(), List.of(), outcome, nowNanos);
    }

    /**
     * Returns the decision.
     *
     * @param carriedOut the plan with what happened to its targets since
     * @param reasons why the request was refused, or why no further attempt was made
     */
    public Decision decision(
            RoutePlan carriedOut, List<Attempt> attempts, List<Rejection> reasons, Outcome outcome, long nowNanos) {
        RoutePlan told = adjustments.isEmpty() ? carriedOut : carriedOut.withAdjustments(all(carriedOut.adjustments()));
        return Decision.builder(number, facts.context().operation(), outcome)
                .plan(cache == null ? told : told.with(cache))
                .attempts(attempts)
                .reasons(reasons)
                .sideCalls(Objects.requireNonNull(sideCalls.get()))
                .elapsedNanos(Math.max(0, nowNanos - startNanos))
                .build();
    }

    private List<Adjustment> all(List<Adjustment> planned) {
        List<Adjustment> all = new ArrayList<>(planned);
        all.addAll(adjustments);
        return all;
    }

    /** Returns the result of a request that is refused before it made an attempt. */
    public RouteResult rejected(Rejection why, long nowNanos) {
        List<Rejection> reasons = List.of(why);
        return new RouteResult.Rejected(reasons, decision(plan(), List.of(), reasons, Outcome.REJECTED, nowNanos));
    }

    @Nullable
    Object @Nullable [] slots() {
        return slots;
    }

    @Nullable
    Object[] slots(int count) {
        @Nullable Object[] known = slots;
        if (known == null) {
            known = new Object[count];
            slots = known;
        }
        return known;
    }

    /** The turn in which everything happens to it. */
    public Turn turn() {
        return turn;
    }

    /** Sets what works on it from now on; that ends at once if the request was cancelled meanwhile. */
    public void carriedBy(InFlight next) {
        work = next;
        if (aborted) {
            next.abort();
        }
    }

    /** Whether it was cancelled. */
    public boolean isAborted() {
        return aborted;
    }

    /** Whether its tenant or user was erased since it came: then nothing may be remembered of it. */
    public boolean isForgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
    }

    /** Marks it as cancelled before what works on it is told. */
    void willAbort() {
        aborted = true;
    }

    @Override
    public void abort() {
        aborted = true;
        InFlight current = work;
        if (current != null) {
            current.abort();
        }
    }

    @Override
    public void halt(KillScope scope) {
        InFlight current = work;
        if (current != null) {
            current.halt(scope);
        }
    }

    @Override
    public void pull() {
        InFlight current = work;
        if (current != null) {
            current.pull();
        }
    }

    @Override
    public boolean leave() {
        InFlight current = work;
        boolean ends = current == null || current.leave();
        if (ends) {
            abort();
        }
        return ends;
    }

    @Override
    public void brokeOff(IllegalStateException why) {
        InFlight current = work;
        if (current != null) {
            current.brokeOff(why);
        }
    }

    /** Takes what a task of its turn threw. */
    @Override
    public void accept(Throwable bug) {
        brokeOff(Failures.brokeOff(number(), bug));
    }
}

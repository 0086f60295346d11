package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.FallbackRule;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.failure.RetryRule;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.affinity.Lesson;
import dev.hybridrouter.core.internal.affinity.PromptHolds;
import dev.hybridrouter.core.internal.affinity.PromptPrefixes;
import dev.hybridrouter.core.internal.health.Permit;
import dev.hybridrouter.core.internal.health.TargetState;
import dev.hybridrouter.core.internal.money.Charge;
import dev.hybridrouter.core.internal.money.Purse;
import dev.hybridrouter.core.internal.money.Treasury;
import dev.hybridrouter.core.internal.plan.Plan;
import dev.hybridrouter.core.internal.quota.Allowance;
import dev.hybridrouter.core.internal.quota.Headroom;
import dev.hybridrouter.core.internal.quota.WaitingLine;
import dev.hybridrouter.spi.TargetView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request's way along its plan: which target is tried next, when, and how it all ended. Calls and streams share it.
 * Not thread-safe: whoever ends an attempt owns it until the next attempt begins.
 */
final class Walk {
    private static final Rejection CANCELLED =
            new Rejection(RejectionReason.CANCELLED, "the caller cancelled before anything was sent", "none needed");
    private static final Rejection DEADLINE =
            new Rejection(RejectionReason.DEADLINE, "the deadline passed before anything was sent", "allow more time");

    private static final long LEAST_USEFUL_NANOS = 1_000_000;

    private static final Rejection PROBED = new Rejection(
            RejectionReason.BREAKER_OPEN, "another attempt is probing the target", "wait, or add targets");

    private final Rooms rooms;
    private final Ask ask;
    private final Plan plan;
    private final Trail trail;
    private final Backoff backoff;
    private final @Nullable Ticket ticket;
    private final @Nullable QuotaWalk quota; // null if no quota is watched
    private final @Nullable PromptPrefixes prompt; // null if no prompt cache is watched
    private List<Attempt> attempts = List.of();
    private List<Candidate> refusals = List.of();
    private @Nullable ProviderFailure lastFailure;

    Walk(Rooms rooms, Ask ask, Plan plan, Backoff backoff, @Nullable Ticket ticket, @Nullable PromptPrefixes prompt) {
        this.rooms = rooms;
        this.ask = ask;
        this.plan = plan;
        this.trail = new Trail(plan.order().length);
        this.backoff = backoff;
        this.ticket = ticket;
        this.prompt = prompt;
        Headroom headroom = rooms.headroom();
        this.quota = headroom == null ? null : new QuotaWalk(headroom, ask.facts());
    }

    Ask ask() {
        return ask;
    }

    /** What the cache has to do with the request; null if nothing. */
    @Nullable
    Ticket ticket() {
        return ticket;
    }

    /** No provider answers within a millisecond; an attempt in the last one would only cost money. */
    private boolean isTooLate(long nowNanos) {
        return ask.remaining(nowNanos) < LEAST_USEFUL_NANOS;
    }

    /** The first attempt; null if there is no target. */
    @Nullable
    Step first() {
        return plan.order().length == 0 ? null : new Step(0, plan.order()[0], AttemptKind.PRIMARY, 0);
    }

    /**
     * The choke point that every attempt passes: the deadline, constraints again, the quota, the budgets, then the breaker.
     *
     * @return null if the target may not be called; {@link #afterRefusal} says what then
     */
    @Nullable
    Admission admit(Step step, long nowNanos) {
        if (isTooLate(nowNanos) || !isAllowed(step, nowNanos)) {
            giveBack(nowNanos);
            return null;
        }
        if (quota != null && !quota.take(step, nowNanos)) {
            return null;
        }
        Charge charge = charge(step);
        if (charge == null) {
            giveBack(nowNanos);
            return null;
        }
        TargetState target = rooms.targets().get(step.target());
        Permit permit = target.tryAcquire(nowNanos);
        if (permit == null) {
            charge.release();
            giveBack(nowNanos);
            refused(target.target().id(), List.of(PROBED));
            return null;
        }
        return new Admission(permit, charge, quota == null ? null : quota.handOver(), lesson(step));
    }

    private @Nullable Lesson lesson(Step step) {
        PromptHolds holds = rooms.prices().holds();
        return holds == null || prompt == null ? null : new Lesson(holds, prompt, step.target());
    }

    private void giveBack(long nowNanos) {
        if (quota != null) {
            quota.giveBack(nowNanos);
        }
    }

    private boolean isAllowed(Step step, long nowNanos) {
        TargetState target = rooms.targets().get(step.target());
        TargetView view = target.view(ask.facts().streaming(), nowNanos);
        List<Rejection> rejections = rooms.planner().check(ask.facts(), view);
        if (!rejections.isEmpty()) {
            refused(target.target().id(), rejections);
        }
        return rejections.isEmpty();
    }

    private @Nullable Charge charge(Step step) {
        Treasury treasury = rooms.prices().treasury();
        Purse purse = ask.purse();
        if (treasury == null || purse == null) {
            return rooms.prices().tariffs().unheld(step.target(), ask.request());
        }
        Treasury.Held held = treasury.hold(purse, step.target());
        if (held.refusal() != null) {
            refused(rooms.targets().get(step.target()).target().id(), List.of(held.refusal()));
        }
        return held.charge();
    }

    private void refused(TargetId target, List<Rejection> reasons) {
        refusals = refusals.isEmpty() ? new ArrayList<>() : refusals;
        refusals.add(new Candidate(target, reasons));
    }

    /** How long an attempt may take: its share of what is left, while another target is left to try. */
    long timeLimit(Step step, long nowNanos) {
        long remaining = ask.remaining(nowNanos);
        boolean others = attempts.size() + 1 < rooms.retry().maxAttempts() && trail.hasUntriedBesides(step.place());
        long limit = others ? (long) (remaining * rooms.retry().attemptShare()) : remaining;
        Optional<Duration> own = rooms.targets().get(step.target()).target().attemptTimeout();
        return Math.max(1, own.isPresent() ? Math.min(limit, own.get().toNanos()) : limit);
    }

    /** The next attempt after the target of this one was refused by {@link #admit}; it is paid for already. */
    @Nullable
    Step afterRefusal(Step step, long nowNanos) {
        trail.exclude(step.place());
        if (isTooLate(nowNanos)) {
            return null;
        }
        if (!attempts.isEmpty()) {
            return next(nowNanos);
        }
        Step first = firstUntried(AttemptKind.PRIMARY);
        return first != null ? first : waitForQuota(nowNanos);
    }

    private @Nullable Step waitForQuota(long nowNanos) {
        return quota != null && quota.mayHaveRoomWithin(waitLimit(nowNanos)) ? Step.WAIT : null;
    }

    /** How long {@link Step#WAIT} may last. */
    long waitLimit(long nowNanos) {
        return Math.max(0, ask.remaining(nowNanos) - LEAST_USEFUL_NANOS);
    }

    /** A ticket for room at one of the targets that had none. */
    WaitingLine.Ticket ticket(Consumer<Allowance> granted) {
        return Objects.requireNonNull(quota).ticket(granted);
    }

    /** The next attempt after room was waited for. */
    Step granted(Allowance room) {
        int place = Objects.requireNonNull(quota).granted(room, trail);
        AttemptKind again = trail.failures(place) > 0 ? AttemptKind.RETRY : AttemptKind.FALLBACK;
        return new Step(place, plan.order()[place], attempts.isEmpty() ? AttemptKind.PRIMARY : again, 0);
    }

    /** The next attempt after this one failed; null if there is none. */
    @Nullable
    Step afterFailure(Step step, ProviderFailure failure, long nowNanos) {
        FailureKind kind = failure.kind();
        boolean again = trail.failed(step.place(), kind.retry(), nowNanos + pause(step, failure));
        if (attempts.size() >= rooms.retry().maxAttempts() || kind.fallback() == FallbackRule.NO) {
            return null;
        }
        if (kind.fallback() == FallbackRule.LARGER_CONTEXT) {
            excludeSmallerThan(step);
        }
        boolean outOfService = rooms.targets().get(step.target()).isOutOfService();
        if (again && kind.retry() == RetryRule.ONCE && !outOfService) {
            Step retry = retry(step.place(), nowNanos);
            if (retry != null && rooms.budget().tryDraw(nowNanos)) {
                return retry;
            }
        }
        Step next = next(nowNanos);
        return next == null || isFree(next, outOfService) || rooms.budget().tryDraw(nowNanos) ? next : null;
    }

    /**
     * Leaving a target whose breaker has opened is not charged to the router's budget: had the plan known, it would have
     * gone elsewhere at once, so the move multiplies no load.
     */
    private static boolean isFree(Step next, boolean outOfService) {
        return outOfService && next.kind() == AttemptKind.FALLBACK;
    }

    private long pause(Step step, ProviderFailure failure) {
        long drawn = backoff.pause(trail.failures(step.place()), ask.number());
        return failure.retryAfter().map(hint -> Math.max(hint.toNanos(), drawn)).orElse(drawn);
    }

    private @Nullable Step next(long nowNanos) {
        if (isTooLate(nowNanos)) {
            return null;
        }
        Step untried = firstUntried(AttemptKind.FALLBACK);
        int ready = untried == null ? trail.soonest() : -1;
        if (untried == null && ready < 0) {
            return waitForQuota(nowNanos);
        }
        return ready < 0 ? untried : retry(ready, nowNanos);
    }

    private @Nullable Step firstUntried(AttemptKind kind) {
        int place = trail.firstUntried();
        return place < 0 ? null : new Step(place, plan.order()[place], kind, 0);
    }

    private @Nullable Step retry(int place, long nowNanos) {
        long pause = Math.max(0, trail.readyAt(place) - nowNanos);
        if (isTooLate(nowNanos + pause)) {
            trail.exclude(place);
            return null;
        }
        return new Step(place, plan.order()[place], AttemptKind.RETRY, pause);
    }

    private void excludeSmallerThan(Step step) {
        OptionalLong tooSmall = rooms.targets().get(step.target()).target().contextWindow();
        for (int place = 0; place < plan.order().length; place++) {
            OptionalLong window =
                    rooms.targets().get(plan.order()[place]).target().contextWindow();
            if (tooSmall.isEmpty() || window.isEmpty() || window.getAsLong() <= tooSmall.getAsLong()) {
                trail.exclude(place);
            }
        }
    }

    /** Takes an ended attempt into the record. */
    void record(Attempt attempt) {
        if (attempts.isEmpty()) {
            attempts = List.of(attempt);
        } else {
            attempts = new ArrayList<>(attempts);
            attempts.add(attempt);
        }
        lastFailure = attempt.failure().orElse(null);
    }

    RouteResult.Answered answered(ModelResponse response, TargetId target, @Nullable Allowance held) {
        if (quota != null) {
            quota.answered(held, response.stopReason());
        }
        return new RouteResult.Answered(response, target, decision(Outcome.ANSWERED));
    }

    /** The result where no attempt answered; before the commit point an answer past its time may stand in. */
    RouteResult unanswered(boolean cancelled) {
        RouteResult result = ended(cancelled, ModelResponse.nothing());
        return ticket == null ? result : ticket.insteadOf(result, rooms.now());
    }

    /** The result where no attempt answered. */
    RouteResult ended(boolean cancelled, ModelResponse delivered) {
        ProviderFailure last = lastFailure;
        if (last != null) {
            ProviderFailure failure = cancelled ? cancelledAfter(last) : last;
            return new RouteResult.Failed(failure, delivered, decision(Outcome.FAILED));
        }
        return new RouteResult.Rejected(reasons(cancelled), decision(Outcome.REJECTED));
    }

    /** The last attempt may have ended by itself; what ended the request is that nobody wanted another. */
    private static ProviderFailure cancelledAfter(ProviderFailure last) {
        if (last.kind() == FailureKind.CANCELLED) {
            return last;
        }
        return ProviderFailure.builder(FailureKind.CANCELLED, "the caller cancelled after " + last.kind())
                .billing(last.billing())
                .build();
    }

    private List<Rejection> reasons(boolean cancelled) {
        if (cancelled) {
            return List.of(CANCELLED);
        }
        List<Rejection> lacks = quota == null ? List.of() : quota.rejections();
        boolean refused = !refusals.isEmpty() || !lacks.isEmpty();
        if (!refused && plan.order().length > 0) {
            return List.of(DEADLINE);
        }
        List<Candidate> rejected = refused ? refusals : plan.record().candidates();
        Stream<Rejection> others = rejected.stream().flatMap(candidate -> candidate.rejections().stream());
        return Stream.concat(lacks.stream(), others).distinct().toList();
    }

    /** The plan with what quotas changed and the cache did. */
    private RoutePlan carriedOut() {
        RoutePlan planned = quota == null ? plan.record() : quota.carriedOut(plan.record());
        return ticket == null ? planned : planned.with(CacheUse.missed());
    }

    private Decision decision(Outcome outcome) {
        return new Decision(
                ask.number(),
                ask.facts().context().operation(),
                carriedOut(),
                attempts,
                outcome,
                Duration.ofNanos(Math.max(0, rooms.now() - ask.startNanos())));
    }
}

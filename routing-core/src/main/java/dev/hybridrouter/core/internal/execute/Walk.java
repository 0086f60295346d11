package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.FallbackRule;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.failure.RetryRule;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Target;
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
import dev.hybridrouter.core.internal.plan.Reasoning;
import dev.hybridrouter.core.internal.quota.Allowance;
import dev.hybridrouter.core.internal.quota.Headroom;
import dev.hybridrouter.core.internal.quota.WaitingLine;
import dev.hybridrouter.spi.TargetView;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request's way along its plan: which target is tried next, when, and how it all ended. Calls and streams share it.
 * Not thread-safe: whoever ends an attempt owns it until the next attempt begins.
 */
final class Walk {
    private static final Rejection PROBED =
            Rejection.of(RejectionReason.BREAKER_OPEN, "another attempt is probing the target", "wait, or add targets");

    private final Rooms rooms;
    private final Ask ask;
    private final Plan plan;
    private final Trail trail;
    private final Course course;
    private final @Nullable Ticket ticket;
    private final @Nullable QuotaWalk quota; // null if no quota is watched
    private final @Nullable PromptPrefixes prompt; // null if no prompt cache is watched
    private final WalkRecord record;
    private boolean paid; // whether the router's budget was charged for the next attempt

    Walk(Rooms rooms, Ask ask, Plan plan, Course course, @Nullable Ticket ticket, @Nullable PromptPrefixes prompt) {
        this.rooms = rooms;
        this.ask = ask;
        this.plan = plan;
        this.trail = new Trail(plan.order().length);
        this.course = course;
        this.ticket = ticket;
        this.prompt = prompt;
        Headroom headroom = rooms.headroom();
        this.quota = headroom == null ? null : new QuotaWalk(headroom, ask.facts());
        this.record = new WalkRecord(ask, plan, quota, ticket);
    }

    Ask ask() {
        return ask;
    }

    /** What the cache has to do with the request; null if nothing. */
    @Nullable
    Ticket ticket() {
        return ticket;
    }

    /** The first attempt; null if there is no target. */
    @Nullable
    Step first() {
        return plan.order().length == 0 ? null : new Step(0, plan.order()[0], AttemptKind.PRIMARY, 0);
    }

    /**
     * The choke point that every attempt passes: the deadline, constraints again, the quota, the budgets, the breaker, and the
     * kill switch last, from which the way to the adapter is watched.
     *
     * @return null if the target may not be called; {@link #afterRefusal} says what then
     */
    @Nullable
    Admission admit(Step step, long nowNanos) {
        if (ask.isTooLate(nowNanos) || !isAllowed(step, nowNanos)) {
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
            record.refused(target.target().id(), List.of(PROBED));
            return null;
        }
        return passSwitch(step, permit, charge, nowNanos);
    }

    /** The kill switch is asked once the way is watched, so that a throw either refuses the attempt or waits for it. */
    private @Nullable Admission passSwitch(Step step, Permit permit, Charge charge, long nowNanos) {
        Target target = rooms.targets().get(step.target()).target();
        Admission admission = null;
        int pass = rooms.control().enter();
        try {
            Rejection stopped = rooms.control().refusal(ask.facts().context(), target, ask.number());
            if (stopped == null) {
                charge.sending();
                Lesson lesson = lesson(step);
                admission = new Admission(permit, charge, quota == null ? null : quota.handOver(), lesson, pass);
            } else {
                record.refused(target.id(), List.of(stopped));
            }
            return admission;
        } finally {
            if (admission == null) {
                rooms.control().leave(pass);
                permit.ignore();
                charge.release();
                giveBack(nowNanos);
            }
        }
    }

    /** What is sent in an attempt: the request, within the quota, and without reasoning that means nothing to the target. */
    RouteRequest toSend(Step step, Admission admission) {
        RouteRequest request = admission.request(ask);
        Target target = rooms.targets().get(step.target()).target();
        if (!Reasoning.isStripped(request.context(), target)) {
            return request;
        }
        RouteRequest stripped = Reasoning.strip(request);
        if (stripped == null) {
            return request;
        }
        record.adjusted(
                new Adjustment(Adjustment.Kind.REASONING_STRIPPED, "left out of what was sent to " + target.id()));
        return stripped;
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
        TargetView view = rooms.view(step.target(), ask, nowNanos).build();
        List<Rejection> rejections = course.planner().check(ask.facts(), view);
        if (!rejections.isEmpty()) {
            record.refused(target.target().id(), rejections);
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
            record.refused(rooms.targets().get(step.target()).target().id(), List.of(held.refusal()));
        }
        return held.charge();
    }

    /** How long an attempt may take: its share of what is left, while another target is left to try. */
    long timeLimit(Step step, long nowNanos) {
        long remaining = ask.remaining(nowNanos);
        boolean others = record.attempts() + 1 < course.retry().maxAttempts() && trail.hasUntriedBesides(step.place());
        long limit = others ? (long) (remaining * course.retry().attemptShare()) : remaining;
        Optional<Duration> own = rooms.targets().get(step.target()).target().attemptTimeout();
        return Math.max(1, own.isPresent() ? Math.min(limit, own.get().toNanos()) : limit);
    }

    /** The next attempt after the target of this one was refused by {@link #admit}; null if there is none. */
    @Nullable
    Step afterRefusal(Step step, long nowNanos) {
        trail.exclude(step.place());
        if (ask.isTooLate(nowNanos)) {
            return null;
        }
        if (record.attempts() > 0) {
            return covered(next(nowNanos), nowNanos);
        }
        Step first = firstUntried(AttemptKind.PRIMARY);
        return first != null ? first : waitForQuota(nowNanos);
    }

    private @Nullable Step waitForQuota(long nowNanos) {
        return quota != null && quota.mayHaveRoomWithin(waitLimit(nowNanos)) ? Step.WAIT : null;
    }

    /** How long {@link Step#WAIT} may last. */
    long waitLimit(long nowNanos) {
        return Math.max(0, ask.remaining(nowNanos) - Ask.LEAST_USEFUL_NANOS);
    }

    /** A ticket for room at one of the targets that had none. */
    WaitingLine.Ticket ticket(Consumer<Allowance> granted) {
        return Objects.requireNonNull(quota).ticket(granted);
    }

    /** The next attempt after room was waited for; null if there is none. */
    @Nullable
    Step granted(Allowance room, long nowNanos) {
        int place = Objects.requireNonNull(quota).granted(room, trail);
        AttemptKind again = trail.failures(place) > 0 ? AttemptKind.RETRY : AttemptKind.FALLBACK;
        AttemptKind kind = record.attempts() == 0 ? AttemptKind.PRIMARY : again;
        Step next = covered(new Step(place, plan.order()[place], kind, 0), nowNanos);
        if (next == null) {
            giveBack(nowNanos);
        }
        return next;
    }

    /** The next attempt after this one failed; null if there is none. */
    @Nullable
    Step afterFailure(Step step, ProviderFailure failure, long nowNanos) {
        FailureKind kind = failure.kind();
        boolean again = trail.failed(step.place(), kind.retry(), nowNanos + pause(step, failure));
        if (record.attempts() >= course.retry().maxAttempts() || kind.fallback() == FallbackRule.NO) {
            return null;
        }
        if (kind.fallback() == FallbackRule.LARGER_CONTEXT) {
            excludeSmallerThan(step);
        }
        boolean outOfService = rooms.targets().get(step.target()).isOutOfService(nowNanos);
        paid = false;
        if (again && kind.retry() == RetryRule.ONCE && !outOfService && !isBetterOffElsewhere(step, failure)) {
            Step retry = retry(step.place(), nowNanos);
            if (retry != null && isPaid(nowNanos)) {
                return retry;
            }
        }
        Step next = next(nowNanos);
        return next == null || isFree(next, outOfService) || isPaid(nowNanos) ? next : null;
    }

    /**
     * Leaving a target that is out of service is not charged to the router's budget: had the plan known, it would have gone
     * elsewhere at once, so the move multiplies no load.
     */
    private static boolean isFree(Step next, boolean outOfService) {
        return outOfService && next.kind() == AttemptKind.FALLBACK;
    }

    /** A provider that names a time is waited for only if there is nobody else. */
    private boolean isBetterOffElsewhere(Step step, ProviderFailure failure) {
        return failure.retryAfter().isPresent() && trail.hasUntriedBesides(step.place());
    }

    /** Draws a token from the router's budget for the next attempt, unless one was drawn already. */
    private boolean isPaid(long nowNanos) {
        paid = paid || rooms.budget().tryDraw(nowNanos);
        return paid;
    }

    /** Moving on is paid for, or free; going back to a target that has failed is never free. */
    private @Nullable Step covered(@Nullable Step next, long nowNanos) {
        return next == null || next.kind() != AttemptKind.RETRY || isPaid(nowNanos) ? next : null;
    }

    private long pause(Step step, ProviderFailure failure) {
        long drawn = course.backoff().pause(trail.failures(step.place()), ask.number());
        return failure.retryAfter().map(hint -> Math.max(hint.toNanos(), drawn)).orElse(drawn);
    }

    private @Nullable Step next(long nowNanos) {
        if (ask.isTooLate(nowNanos)) {
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
        if (ask.isTooLate(nowNanos + pause)) {
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
        record.attempted(attempt);
    }

    RouteResult.Answered answered(ModelResponse response, TargetId target, @Nullable Allowance held) {
        if (quota != null) {
            quota.answered(held, response.stopReason());
        }
        rooms.prices().tariffs().observe(target, ask.facts(), response.usage());
        return record.answered(response, target, rooms.now());
    }

    /** The result where no attempt answered, before anything was delivered. */
    RouteResult unanswered(boolean cancelled) {
        return record.unanswered(cancelled, rooms.now());
    }

    /** The result where no attempt answered, after something was delivered. */
    RouteResult ended(boolean cancelled, ModelResponse delivered) {
        return record.ended(cancelled, delivered, rooms.now());
    }
}

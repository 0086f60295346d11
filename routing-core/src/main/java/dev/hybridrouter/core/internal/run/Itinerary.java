package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.FallbackRule;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.failure.RetryRule;
import dev.hybridrouter.core.internal.tools.Chance;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.policy.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Which target of its ranking a request tries next, and when. Not thread-safe. */
final class Itinerary {
    private static final Rejection BROKE = Rejection.of(
            RejectionReason.ATTEMPT_BUDGET,
            "the router's attempt budget is used up, so that no further attempt was made",
            "try again later, or raise attemptBudget");
    private static final Rejection ENOUGH = Rejection.of(
            RejectionReason.ATTEMPT_BUDGET,
            "the request has made as many attempts as its retry policy allows",
            "raise retry.maxAttempts, or try again");

    private final RunKit kit;
    private final CallContext call;
    private final RetryPolicy retry;
    private final TargetProgress progress;
    private final RunRecord record;
    private int begun;
    private boolean paid; // whether the attempt budget was charged for the next attempt

    Itinerary(RunKit kit, CallContext call, RunRecord record) {
        this.kit = kit;
        this.call = call;
        this.retry = call.policy().retry();
        this.progress = new TargetProgress(call.order().length);
        this.record = record;
    }

    /** The first attempt; null if there is no target. */
    @Nullable
    NextAttempt first() {
        return call.order().length == 0 ? null : kit.first(call.order()[0]);
    }

    /** An attempt of this step begins. */
    void begun(NextAttempt step) {
        if (begun++ == 0) {
            kit.extras.budget().requestMade();
        }
        progress.begun(step.place());
    }

    /** An attempt of this step has ended, without anything being said about its target. */
    void over(NextAttempt step) {
        progress.over(step.place());
    }

    /** A gate refused an attempt of this step beside others. */
    void excluded(NextAttempt step) {
        progress.exclude(step.place());
    }

    /** How long an attempt may take: its share of what is left, while another target is left to try. */
    long timeLimit(NextAttempt step, long nowNanos) {
        long remaining = call.remaining(nowNanos);
        boolean others = begun < retry.maxAttempts() && progress.hasUntriedBesides(step.place());
        long limit = others ? (long) (remaining * retry.attemptShare()) : remaining;
        Optional<Duration> own = kit.target(step.target()).attemptTimeout();
        return Math.max(1, own.isPresent() ? Math.min(limit, own.get().toNanos()) : limit);
    }

    /** The next attempt after a gate refused this one; null if there is none. */
    @Nullable
    NextAttempt afterRefusal(NextAttempt step, long nowNanos) {
        progress.exclude(step.place());
        if (call.isTooLate(nowNanos)) {
            return null;
        }
        if (begun > 0) {
            return covered(next(nowNanos), nowNanos);
        }
        NextAttempt first = firstUntried(AttemptKind.PRIMARY);
        return first != null ? first : waiting(nowNanos);
    }

    private @Nullable NextAttempt waiting(long nowNanos) {
        return !record.lacksRoom() || call.isTooLate(nowNanos) ? null : NextAttempt.WAIT;
    }

    /** The next attempt after room was waited for; null if there is none. */
    @Nullable
    NextAttempt granted(int room, long nowNanos) {
        int place = record.lacks().granted(room, progress);
        AttemptKind again = progress.failures(place) > 0 ? AttemptKind.RETRY : AttemptKind.FALLBACK;
        return covered(
                new NextAttempt(place, call.order()[place], begun == 0 ? AttemptKind.PRIMARY : again, 0), nowNanos);
    }

    /** The next attempt after this one failed; null if there is none. */
    @Nullable
    NextAttempt afterFailure(NextAttempt step, ProviderFailure failure, long nowNanos) {
        FailureKind kind = failure.kind();
        boolean again = progress.failed(step.place(), kind.retry(), nowNanos + pause(step, failure));
        if (kind.fallback() == FallbackRule.NO) {
            return null;
        }
        if (begun >= retry.maxAttempts()) {
            record.stopped(ENOUGH);
            return null;
        }
        if (kind.fallback() == FallbackRule.LARGER_CONTEXT) {
            excludeSmallerThan(step);
        }
        boolean out = kit.service.isOut(step.target(), nowNanos);
        paid = false;
        if (again && kind.retry() == RetryRule.ONCE && !out && !isBetterOffElsewhere(step, failure)) {
            NextAttempt retried = retry(step.place(), nowNanos);
            if (retried != null && isPaid(retried, nowNanos)) {
                return retried;
            }
        }
        NextAttempt next = next(nowNanos);
        return next == null || isFree(next, out) || isPaid(next, nowNanos) ? next : null;
    }

    /** An attempt beside those under way; null if there is none. */
    @Nullable
    NextAttempt beside(long nowNanos) {
        if (begun >= retry.maxAttempts() || call.isTooLate(nowNanos)) {
            return null;
        }
        NextAttempt next = firstUntried(AttemptKind.HEDGE);
        return next != null && kit.extras.budget().tryDraw(nowNanos) ? next : null;
    }

    /**
     * Leaving a target that is out of service is not charged to the router's budget: had the plan known, it would have gone
     * elsewhere at once, so the move multiplies no load.
     */
    private static boolean isFree(NextAttempt next, boolean outOfService) {
        return outOfService && next.kind() == AttemptKind.FALLBACK;
    }

    /** A provider that names a time is waited for only if there is nobody else. */
    private boolean isBetterOffElsewhere(NextAttempt step, ProviderFailure failure) {
        return failure.retryAfter().isPresent() && progress.hasUntriedBesides(step.place());
    }

    /** Draws a token from the router's budget for the next attempt, unless one was drawn already. */
    private boolean isPaid(NextAttempt next, long nowNanos) {
        paid = paid || kit.extras.budget().tryDraw(call.number(), nowNanos);
        if (!paid) {
            record.stopped(BROKE);
            if (!next.isWait()) {
                kit.listeners.attemptRefused(call.facts(), kit.target(next.target()), List.of(BROKE));
            }
        }
        return paid;
    }

    /** Moving on is paid for, or free; going back to a target that has failed is never free. */
    private @Nullable NextAttempt covered(@Nullable NextAttempt next, long nowNanos) {
        return next == null || next.kind() != AttemptKind.RETRY || isPaid(next, nowNanos) ? next : null;
    }

    private long pause(NextAttempt step, ProviderFailure failure) {
        long draw = Chance.seed(kit.time.seed(), call.number(), Chance.Purpose.PAUSE);
        long drawn = Backoff.pause(retry, progress.failures(step.place()), draw, step.target());
        return failure.retryAfter().map(hint -> Math.max(hint.toNanos(), drawn)).orElse(drawn);
    }

    private @Nullable NextAttempt next(long nowNanos) {
        if (call.isTooLate(nowNanos)) {
            return null;
        }
        NextAttempt untried = firstUntried(AttemptKind.FALLBACK);
        int ready = untried == null ? progress.soonest() : -1;
        if (untried == null && ready < 0) {
            return waiting(nowNanos);
        }
        return ready < 0 ? untried : retry(ready, nowNanos);
    }

    private @Nullable NextAttempt firstUntried(AttemptKind kind) {
        int place = progress.firstUntried();
        return place < 0 ? null : new NextAttempt(place, call.order()[place], kind, 0);
    }

    private @Nullable NextAttempt retry(int place, long nowNanos) {
        long pause = Math.max(0, progress.readyAt(place) - nowNanos);
        if (call.isTooLate(nowNanos + pause)) {
            progress.exclude(place);
            return null;
        }
        return new NextAttempt(place, call.order()[place], AttemptKind.RETRY, pause);
    }

    private void excludeSmallerThan(NextAttempt step) {
        OptionalLong tooSmall = kit.target(step.target()).contextWindow();
        for (int place = 0; place < call.order().length; place++) {
            OptionalLong window = kit.target(call.order()[place]).contextWindow();
            if (tooSmall.isEmpty() || window.isEmpty() || window.getAsLong() <= tooSmall.getAsLong()) {
                progress.exclude(place);
            }
        }
    }
}

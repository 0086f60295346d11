package dev.hybridrouter.core.internal.health;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Hold;
import java.util.concurrent.atomic.AtomicBoolean;

/** One admission of one attempt to a target. It ends exactly once with a verdict; a second end is ignored. */
@SuppressWarnings("serial") // extends the flag instead of holding one: a permit is made for every attempt
public final class Permit extends AtomicBoolean implements Hold {
    private final transient TargetState target;
    private final Breaker.Entry entry;
    private final int pause;
    private long limitNanos;

    /**
     * Creates a permit.
     *
     * @param pause what it leaves the target's throttle with
     */
    Permit(TargetState target, Breaker.Entry entry, int pause) {
        this.target = target;
        this.entry = entry;
        this.pause = pause;
    }

    /** Ends with an answer. */
    public void succeed() {
        if (compareAndSet(false, true)) {
            target.succeeded(entry);
            target.leftThrottle(pause, true);
        }
    }

    /** Ends without saying anything about the target's health. */
    public void ignore() {
        if (compareAndSet(false, true)) {
            target.ignored(entry);
            target.leftThrottle(pause, false);
        }
    }

    /**
     * Ends with a failure, which weighs as much as its kind says.
     *
     * @param request the number of the request, for the log
     */
    public void fail(long request, ProviderFailure failure, long nowNanos) {
        if (compareAndSet(false, true)) {
            target.failed(request, entry, failure, nowNanos);
            target.leftThrottle(pause, false);
        }
    }

    @Override
    public void sending(long limit) {
        limitNanos = limit;
    }

    @Override
    public void opened(long afterNanos, long nowNanos) {
        target.firstContentAfter(afterNanos, nowNanos);
    }

    @Override
    public void answered(
            CallContext call, Attempt.Builder record, ModelResponse response, long afterNanos, long nowNanos) {
        succeed();
        target.recovered(nowNanos);
        if (!call.isStreaming()) {
            target.answeredAfter(afterNanos, nowNanos);
        }
    }

    /**
     * A failure weighs what its kind says; running out of time weighs nothing where there was too little of it, or where
     * somebody else used it up.
     */
    @Override
    public void failed(
            CallContext call,
            Attempt.Builder record,
            ProviderFailure failure,
            TokenUsage usage,
            boolean fair,
            long nowNanos) {
        boolean weighs = failure.kind() != FailureKind.TIMEOUT
                || (fair && target.hadAFairChance(call.isStreaming(), limitNanos));
        if (weighs) {
            if (failure.kind() == FailureKind.TIMEOUT) {
                target.tookAtLeast(call.isStreaming(), limitNanos, nowNanos);
            }
            fail(call.number(), failure, nowNanos);
        } else {
            ignore();
        }
    }

    @Override
    public void release(long nowNanos) {
        ignore();
    }

    @Override
    public void cutOff() {
        ignore();
    }

    @Override
    public void abandon(long nowNanos) {
        ignore();
    }
}

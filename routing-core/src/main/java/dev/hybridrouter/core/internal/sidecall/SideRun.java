package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.decision.SideCall.Outcome;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.core.internal.tools.TimedCall;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.ContextCarrier.Captured;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One side call on its way through the gates, on the wire, and to its end. Thread-safe. */
final class SideRun<T> implements TimedCall.End<T>, Cancellable {
    private static final Rejection CLOSED =
            Rejection.of(RejectionReason.ROUTER_CLOSED, "the router is closed", "send it to another router");

    private final SideCalls calls;
    private final SideRequest<T> request;
    private final SideEnd<T> end;
    private final long startNanos;
    private final TimedCall<T> wire;
    private Breaker.@Nullable Entry entry; // set before it begins, as is the next; null without a breaker
    private SideHold hold = SideHold.NOTHING;
    private volatile boolean made;
    private volatile @Nullable Rejection stopped;

    SideRun(SideCalls calls, SideRequest<T> request, SideEnd<T> end) {
        this.calls = calls;
        this.request = request;
        this.end = end;
        this.startNanos = calls.time().now();
        this.wire = new TimedCall<>(this::dispatch, inContext(), calls.time().timer());
    }

    private TimedCall.End<T> inContext() {
        CallContext caller = request.caller();
        Captured context = caller == null ? null : caller.carried();
        return context == null ? this : new CarriedEnd<>(this, context);
    }

    /** The number of the request that it is part of; null if there is none. */
    @Nullable
    Long number() {
        CallContext recorder = request.recorder();
        return recorder == null ? null : recorder.number();
    }

    @Nullable
    RequestContext context() {
        return request.context();
    }

    @Nullable
    Target target() {
        return request.target();
    }

    void begin() {
        Rejection refusal = pass();
        if (refusal != null) {
            refuse(refusal);
            return;
        }
        calls.begun(this);
        end.begun(this);
        if (calls.isClosed()) { // whoever closed it may not have seen this call
            cancel();
        }
        wire.begin(request.limitNanos());
    }

    private @Nullable Rejection pass() {
        Rejection refusal = calls.isClosed() ? CLOSED : request.refusal(calls.residency());
        if (refusal != null) {
            return refusal;
        }
        Breaker breaker = request.breaker();
        entry = breaker == null ? null : breaker.tryEnter(startNanos);
        if (breaker != null && entry == Breaker.Entry.REFUSED) {
            return Rejection.of(
                            RejectionReason.BREAKER_OPEN,
                            request + " failed too often of late",
                            "see the log for its failures, and try again later")
                    .withRetryAfter(Duration.ofNanos(breaker.untilProbe(startNanos)));
        }
        SideHold held = calls.hold(request);
        if (held == null) {
            saidNothing();
            return Rejection.of(
                    RejectionReason.BUDGET,
                    request + " costs more than a budget has left, or its price is unknown",
                    "raise the budget, or set its prices");
        }
        hold = held;
        return null;
    }

    /** The last check, and the call. Whoever engages the kill switch either stops it or waits until it is made. */
    private CompletionStage<T> dispatch() {
        int pass = calls.stops().enter();
        try {
            stopped = calls.stopped(request);
            if (stopped != null) {
                return CompletableFuture.failedFuture(new CancellationException());
            }
            made = true; // before the look at the end: one that comes meanwhile sees that it is made, or it is not made
            return wire.hasEnded()
                    ? CompletableFuture.failedFuture(new CancellationException())
                    : request.call().get();
        } finally {
            calls.stops().leave(pass);
        }
    }

    @Override
    public void brought(T value) {
        boolean useful;
        Money reported;
        try {
            useful = request.isUseful(value);
            reported = request.cost(value);
        } catch (Throwable e) { // whatever it was: somebody waits for the end of this
            failed(e);
            return;
        }
        SideCost settled = hold.settle(reported);
        SideCost cost = request.isFree() ? SideCost.FREE : settled;
        if (useful) {
            worked();
            record(Outcome.ANSWERED, cost);
            end.answered(value, cost.settled());
        } else {
            ailed();
            record(Outcome.FAILED, cost);
            end.failed(new IllegalStateException("the answer is of no use"), cost.settled());
        }
    }

    @Override
    public void failed(Throwable thrown) {
        Throwable cause = Objects.requireNonNullElse(Failures.unwrapped(thrown), thrown);
        if (made) {
            failedOnTheWire(cause);
            return;
        }
        saidNothing();
        hold.release();
        Rejection why = stopped;
        if (why != null) {
            refuse(why);
        } else { // no time limit could be set
            record(Outcome.FAILED, SideCost.FREE);
            end.failed(cause, Money.ZERO);
        }
    }

    private void failedOnTheWire(Throwable cause) {
        ProviderFailure known = cause instanceof ProviderException provider ? provider.failure() : null;
        if (known != null && known.health() == HealthImpact.NONE) {
            saidNothing();
        } else {
            ailed();
        }
        SideCost cost = unanswered(known == null ? Billing.POSSIBLE : known.billing());
        record(Outcome.FAILED, cost);
        end.failed(cause, cost.settled());
    }

    @Override
    public void late() {
        if (made && request.isLimitOwn()) {
            ailed();
        } else {
            saidNothing();
        }
        record(Outcome.TIMED_OUT, unanswered(made ? Billing.POSSIBLE : Billing.NONE));
        end.late();
    }

    @Override
    public void cancelled() {
        saidNothing();
        record(Outcome.CANCELLED, unanswered(made ? Billing.POSSIBLE : Billing.NONE));
        end.cancelled();
    }

    @Override
    public void cancel() {
        wire.cancel();
    }

    private void refuse(Rejection why) {
        SideCall call = record(Outcome.REFUSED, SideCost.FREE);
        LogEvent.SIDE_CALL_REFUSED
                .line()
                .with("kind", call.kind())
                .with("name", call.name())
                .with("request", number())
                .with("reason", why.reason())
                .with("duration", call.elapsed())
                .log();
        end.refused(why);
    }

    /** What a call without an answer cost. */
    private SideCost unanswered(Billing billing) {
        if (billing == Billing.NONE) {
            hold.release();
            return SideCost.FREE;
        }
        SideCost most = hold.leavePending();
        return request.isFree() ? SideCost.FREE : most;
    }

    private SideCall record(Outcome outcome, SideCost cost) {
        long took = Math.max(0, calls.time().now() - startNanos);
        SideCall.Builder record =
                SideCall.builder(request.kind(), request.name(), outcome).elapsed(Duration.ofNanos(took));
        request.handling().callRegion().ifPresent(record::region);
        request.model().ifPresent(record::model);
        Money amount = cost.amount();
        if (amount != null) {
            var unused = cost.isPending() ? record.pendingCost(amount) : record.cost(amount);
        }
        SideCall call = record.build();
        calls.ended(this, request.recorder(), call);
        return call;
    }

    private void worked() {
        if (request.breaker() != null && entry != null) {
            request.breaker().succeeded(entry);
        }
    }

    private void ailed() {
        if (request.breaker() != null && entry != null) {
            request.breaker().failed(entry, calls.time().now());
        }
    }

    private void saidNothing() {
        if (request.breaker() != null && entry != null) {
            request.breaker().ignored(entry);
        }
    }
}

package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.core.internal.tools.LateReturns;
import dev.hybridrouter.core.internal.tools.Scopes;
import dev.hybridrouter.core.internal.way.Dispatch;
import dev.hybridrouter.spi.ProviderCall;
import java.time.Duration;

/**
 * One call of one target that is under way. It ends exactly once: everything but {@link #cutOff} and {@link #isIn} happens
 * within the turn of its request.
 */
abstract class LiveAttempt {
    final Run run;
    final RunKit kit;
    final NextAttempt step;
    final long startNanos;
    final long limitNanos;
    private final Holds holds;
    private final AttemptPort port = new AttemptPort(this);
    private boolean ended;

    LiveAttempt(Run run, NextAttempt step, Holds holds, long startNanos) {
        this.run = run;
        this.kit = run.kit();
        this.step = step;
        this.holds = holds;
        this.startNanos = startNanos;
        this.limitNanos = run.itinerary().timeLimit(step, startNanos);
    }

    NextAttempt step() {
        return step;
    }

    Target target() {
        return kit.target(step.target());
    }

    Dispatch dispatch() {
        return kit.destinations.get(step.target()).dispatch();
    }

    /** Whether the kill switch stops it in this scope. */
    boolean isIn(KillScope scope) {
        return Scopes.covers(scope, run.call().context(), target());
    }

    boolean hasEnded() {
        return ended;
    }

    /**
     * Sends the call, unless the request was cancelled meanwhile. Whatever comes of it, the kill switch is let pass once the
     * adapter has the call.
     */
    final void begin() {
        kit.listeners.attemptStarted(run.call().facts(), target(), step.kind());
        try {
            if (run.call().isAborted() || !isHandedOver()) {
                end(Run.CANCELLED);
            } else {
                holds.sending(limitNanos);
                send();
            }
        } finally {
            holds.sent();
        }
    }

    /** An adapter that does not say when it sends a call counts as sending it at once. */
    private boolean isHandedOver() {
        return dispatch().reportsSending() || port.send(() -> {});
    }

    abstract void send();

    /** The call as the adapter sees it; {@link #taken} follows once the adapter has it. */
    final ProviderCall providerCall() {
        return ProviderCall.builder(holds.toSend(run.call()), target(), Duration.ofNanos(limitNanos))
                .kind(step.kind())
                .adjustments(port)
                .sending(port)
                .build();
    }

    final void taken() {
        port.taken();
    }

    /** The adapter has returned from a method that must not block. */
    final void returned(long calledNanos) {
        long took = kit.time.now() - calledNanos;
        if (LateReturns.isLate(took)) {
            kit.lateReturns.report("adapter " + target().provider(), took);
        }
    }

    /** The kill switch kept its adapter from sending it. */
    final void stopped() {
        run.call().turn().run(() -> end(Failures.stopped()));
    }

    /** How it failed, now that nothing more of it can be sent: what the provider never had costs nothing. */
    final ProviderFailure known(ProviderFailure reported, TokenUsage usage) {
        port.close();
        ProviderFailure why = port.isStopped() ? Failures.stopped() : reported;
        boolean unsent = !port.isSent() && usage.output().isEmpty();
        return unsent && why.billing() == Billing.POSSIBLE
                ? why.toBuilder().billing(Billing.NONE).build()
                : why;
    }

    /** Ends it for a reason that is not its own: cancelled, stopped, superseded. */
    abstract void end(ProviderFailure why);

    /** Asks for as much more of a stream as is wanted. */
    void pull() {}

    /** How long to read on once its caller leaves; 0 if not at all. */
    final long drainNanos() {
        return holds.drainNanos();
    }

    /** Reads on for its count of tokens, at most so long, though nobody wants the rest of its stream. */
    void drain(long nanos) {}

    /** Ends the call on the wire, from any thread, however long it takes until the turn records that. */
    final void cutOff() {
        port.close();
        holds.cutOff();
        cancel();
    }

    /** Cancels the call at its adapter, from any thread; idempotent. */
    abstract void cancel();

    /** Ends its timers, and its call where that has not ended. */
    abstract void stop();

    /** The first of the request to get an answer or content. */
    final void answered(ModelResponse reported) {
        ended = true;
        port.close();
        stop();
        ModelResponse response = kit.usageCheck.believed(this, reported);
        long now = kit.time.now();
        Attempt.Builder record = attempt(now);
        holds.answered(run.call(), record, response, now - startNanos, now);
        run.answered(this, record.build(), response);
    }

    final Attempt failed(ProviderFailure failure, TokenUsage usage, boolean fair, long nowNanos) {
        ended = true;
        port.close();
        stop();
        Attempt.Builder record = attempt(nowNanos);
        holds.failed(run.call(), record, failure, usage, fair, nowNanos);
        return record.build();
    }

    /** The first content of a stream came. */
    final void opened(long nowNanos) {
        holds.opened(nowNanos - startNanos, nowNanos);
    }

    /** The router broke, perhaps while it recorded the end of this attempt; so does not trust its clock. */
    final void abandon() {
        ended = true;
        port.close();
        try {
            stop();
        } finally {
            holds.abandon(startNanos);
        }
    }

    private Attempt.Builder attempt(long nowNanos) {
        long start = run.call().startNanos();
        Attempt.Builder attempt = Attempt.builder(step.kind(), target().id())
                .provider(target().provider())
                .model(target().model())
                .span(startNanos - start, nowNanos - start);
        target().region().ifPresent(attempt::region);
        return attempt;
    }
}

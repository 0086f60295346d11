package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.core.internal.tools.Scopes;
import dev.hybridrouter.core.internal.waiting.Place;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.core.internal.way.InFlight;
import dev.hybridrouter.core.internal.way.Sink;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one request, one after the other or side by side, until one commits: the first whole answer, or the first
 * content of a stream. Everything happens within the request's turn; only cancelling reaches the wire without it.
 */
final class Run implements InFlight {
    static final ProviderFailure CANCELLED = ProviderFailure.of(FailureKind.CANCELLED, "the caller cancelled");
    private static final ProviderFailure SUPERSEDED =
            ProviderFailure.of(FailureKind.SUPERSEDED, "another attempt of the request was first");

    private final RunKit kit;
    private final CallContext call;
    private final Sink sink;
    private final RunRecord record;
    private final Itinerary itinerary;
    private volatile LiveAttempt[] underWay = UnderWay.NONE; // replaced as a whole, within the turn
    private @Nullable LiveAttempt committed;
    private volatile long drainNanos; // how long to read on once the caller leaves; 0 before content
    private boolean left; // by the caller, and read on
    private @Nullable Wait wait;
    private @Nullable Cancellable beside; // begins an attempt beside those under way
    private boolean ended;

    Run(RunKit kit, CallContext call, Sink sink) {
        this.kit = kit;
        this.call = call;
        this.sink = sink;
        this.record = new RunRecord(call);
        this.itinerary = new Itinerary(kit, call, record);
    }

    RunKit kit() {
        return kit;
    }

    CallContext call() {
        return call;
    }

    Itinerary itinerary() {
        return itinerary;
    }

    RunRecord record() {
        return record;
    }

    void begin() {
        call.carriedBy(this);
        proceed(itinerary.first());
    }

    /** Makes the next step, or ends the request if there is none and nothing is under way. */
    void proceed(@Nullable NextAttempt next) {
        stopWaiting();
        NextAttempt step = next;
        while (!ended && committed == null) {
            if (step == null || call.isAborted()) {
                if (underWay.length == 0) {
                    finish(record.unanswered(call.isAborted(), ModelResponse.nothing(), kit.time.now()));
                }
                return;
            } else if (step.isWait() || step.pauseNanos() > 0) {
                wait = new Wait(this, step);
                wait.begin();
                return;
            }
            long now = kit.time.now();
            if (launch(step, null, null, now)) {
                return;
            }
            step = itinerary.afterRefusal(step, now);
        }
    }

    /** Makes an attempt; false if a gate refuses it. */
    private boolean launch(NextAttempt step, @Nullable Place<Hold> room, @Nullable Hold hold, long now) {
        Draft draft = new Draft(call, kit.target(step.target()), step.target(), step.kind());
        if (room != null) {
            draft.granted(room);
        }
        Holds holds = call.isTooLate(now) ? tooLate(hold, now) : Holds.pass(kit.gates, draft, hold, now);
        if (holds == null) {
            refused(step, draft);
            return false;
        }
        itinerary.begun(step);
        LiveAttempt attempt = call.isStreaming()
                ? new StreamAttempt(this, step, holds, now)
                : new UnaryAttempt(this, step, holds, now);
        underWay = UnderWay.with(attempt, underWay);
        attempt.begin();
        scheduleBeside();
        return true;
    }

    private static @Nullable Holds tooLate(@Nullable Hold hold, long now) {
        if (hold != null) {
            hold.release(now);
        }
        return null;
    }

    private void refused(NextAttempt step, Draft draft) {
        if (!draft.refusals().isEmpty()) {
            kit.listeners.attemptRefused(call.facts(), draft.target(), draft.refusals());
        }
        if (draft.place() != null) {
            record.lacks().add(step.place(), draft.place(), draft.refusals().get(0));
        } else if (!draft.refusals().isEmpty()) {
            record.refused(draft.target().id(), draft.refusals());
        }
    }

    /** Room that was waited for is there. */
    void granted(Place<Hold> room, int index, Hold hold) {
        stopWaiting();
        long now = kit.time.now();
        NextAttempt step = ended || call.isAborted() ? null : itinerary.granted(index, now);
        if (step == null) {
            hold.release(now);
            proceed(null);
        } else if (!launch(step, room, hold, now)) {
            proceed(itinerary.afterRefusal(step, now));
        }
    }

    private void scheduleBeside() {
        long after = ended || committed != null || underWay.length == 0
                ? -1
                : kit.extras.sideBySide().afterNanos(call, underWay.length);
        kit.time.timer().cancel(beside);
        beside = after < 0 ? null : kit.time.timer().schedule(() -> call.turn().run(this::beginBeside), after);
    }

    private void beginBeside() {
        beside = null;
        if (ended || call.isAborted() || committed != null || underWay.length == 0) {
            return;
        }
        long now = kit.time.now();
        NextAttempt step = itinerary.beside(now);
        if (step != null && !launch(step, null, null, now)) {
            itinerary.excluded(step);
        }
    }

    /** An attempt has the first whole answer or the first content; false if another was first. Ends the others. */
    boolean commit(LiveAttempt by) {
        if (ended || committed != null) {
            return committed == by;
        }
        committed = by;
        stopWaiting();
        for (LiveAttempt other : underWay) {
            if (other != by) {
                other.end(SUPERSEDED);
            }
        }
        return true;
    }

    /** The committed attempt was answered. */
    void answered(LiveAttempt by, Attempt attempt, ModelResponse response) {
        over(by, attempt);
        kit.estimates.observe(by.step().target(), call.facts(), response.usage());
        finish(record.answered(response, by.target().id(), kit.time.now()));
    }

    /** An attempt failed before it committed. */
    void failed(LiveAttempt by, ProviderFailure reported, TokenUsage counted, boolean fair) {
        long now = kit.time.now();
        TokenUsage usage = kit.usageCheck.believed(by, counted);
        ProviderFailure failure = by.known(reported, usage);
        over(by, by.failed(failure, usage, fair, now));
        if (reported == SUPERSEDED) { // by whoever committed
            return;
        }
        record.failed(failure);
        NextAttempt next = call.isAborted() ? null : itinerary.afterFailure(by.step(), failure, now);
        if (underWay.length == 0) {
            proceed(next);
        }
    }

    /** The committed attempt failed after something of it was delivered. */
    void brokenStream(LiveAttempt by, ProviderFailure failure, ModelResponse reported, boolean fair) {
        long now = kit.time.now();
        ModelResponse delivered = kit.usageCheck.believed(by, reported);
        over(by, by.failed(failure, delivered.usage(), fair, now));
        record.failed(failure);
        finish(record.unanswered(left || call.isAborted(), delivered, kit.time.now()));
    }

    private void over(LiveAttempt attempt, Attempt entry) {
        underWay = UnderWay.without(attempt, underWay);
        itinerary.over(attempt.step());
        record.attempted(entry);
        kit.listeners.attemptEnded(call.facts(), attempt.target(), entry);
    }

    /** The first content of a stream is there. */
    void opened(LiveAttempt by, long nowNanos) {
        drainNanos = by.drainNanos();
        kit.listeners.firstContent(call.facts(), by.target(), Duration.ofNanos(nowNanos - call.startNanos()));
        sink.opened(by.target().id());
    }

    void deliver(Delta piece) {
        sink.piece(piece);
    }

    long demand() {
        return sink.demand();
    }

    private void finish(RouteResult result) {
        ended = true;
        stopWaiting();
        sink.closed(result);
    }

    private void stopWaiting() {
        Wait current = wait;
        wait = null;
        if (current != null) {
            current.stop();
        }
        if (underWay.length == 0 || committed != null) {
            kit.time.timer().cancel(beside);
            beside = null;
        }
    }

    /** Who goes first where requests wait. */
    Priority priority() {
        RequestContext asked = call.context();
        return asked.priority()
                .orElseGet(() -> call.policy().matrix().rule(asked.operation()).priority());
    }

    boolean isWaitingIn(Wait one) {
        return wait == one;
    }

    @Override
    public void pull() {
        LiveAttempt current = committed;
        if (current != null && !ended) {
            current.pull();
        }
    }

    @Override
    public boolean leave() {
        boolean ends = sink.leave();
        if (!ends) {
            call.turn().run(this::pull); // others may want more than the caller did
        } else if (drainNanos > 0) {
            call.turn().run(this::drain);
        }
        return ends && drainNanos == 0;
    }

    private void drain() {
        left = true;
        if (committed != null && !ended) {
            committed.drain(drainNanos);
        }
    }

    @Override
    public void abort() {
        call.turn().run(this::stop);
        for (LiveAttempt attempt : underWay) {
            attempt.cutOff();
        }
    }

    private void stop() {
        if (ended) {
            return;
        }
        if (underWay.length == 0) {
            proceed(null);
        }
        for (LiveAttempt attempt : underWay) {
            attempt.end(CANCELLED);
        }
    }

    @Override
    public void halt(KillScope scope) {
        call.turn().run(() -> stop(scope));
        for (LiveAttempt attempt : underWay) {
            if (attempt.isIn(scope)) {
                attempt.cutOff();
            }
        }
    }

    private void stop(KillScope scope) {
        if (underWay.length == 0 && !ended && Scopes.covers(scope, call.context(), null)) {
            proceed(null);
        }
        for (LiveAttempt attempt : underWay) {
            if (attempt.isIn(scope)) {
                attempt.end(Failures.stopped());
            }
        }
    }

    @Override
    public void brokeOff(IllegalStateException why) {
        ended = true;
        try {
            stopWaiting();
            for (LiveAttempt attempt : underWay) {
                attempt.abandon();
            }
        } finally {
            sink.brokeOff(why);
        }
    }
}

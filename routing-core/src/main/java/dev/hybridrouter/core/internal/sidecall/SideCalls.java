package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.core.internal.tools.Residency;
import dev.hybridrouter.core.internal.tools.Scopes;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Stops;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one choke point for calls that leave the process and are no attempts. Each passes, in this order: residency, retention, and sharing,
 * the breaker of what is called, money, and last the kill switch. It then has its time limit, can be cancelled, and ends in the
 * meters and in the decision of its request. Thread-safe; what it keeps is bounded by the calls that run.
 *
 * <p>A side call that ends after its request has been decided is in no decision. Only token counts, which are free, run on beside
 * their request; what a request cost is therefore complete.
 */
public final class SideCalls {
    private static final Logger LOG = LoggerFactory.getLogger(SideCalls.class);

    private final Time time;
    private final Stops stops;
    private final SideMeters meters;
    private final Residency residency;
    private final AtomicReference<@Nullable SideMoney> money = new AtomicReference<>();
    private final Set<SideRun<?>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Creates the choke point of a router without budgets.
     *
     * @param stops the kill switch
     * @param registry where meters are registered; null if nowhere
     */
    public SideCalls(Time time, Stops stops, @Nullable MeterRegistry registry) {
        this.time = time;
        this.stops = stops;
        this.meters = new SideMeters(registry);
        this.residency = new Residency(time.clock());
    }

    /** Sets the budgets that pay, once, before the first call. */
    public void money(SideMoney value) {
        if (!money.compareAndSet(null, value)) {
            throw new IllegalStateException("money: set twice (expected: once)");
        }
    }

    /**
     * Makes a call, if it passes all gates.
     *
     * @param end receives how it ended, perhaps before this returns
     * @return cancels it
     */
    public <T> Cancellable send(SideRequest<T> request, SideEnd<T> end) {
        SideRun<T> run = new SideRun<>(this, request, end);
        run.begin();
        return run;
    }

    /** Returns why the kill switch stops calls on behalf of a request; null if it does not. */
    public @Nullable Rejection stopped(CallContext call) {
        return stops.refusal(call.context(), null, call.number());
    }

    /** The kill switch was engaged: cancels the calls of a scope on the wire. */
    public void halt(KillScope scope) {
        cancel(run -> Scopes.covers(scope, run.context(), run.target()));
    }

    /** Cancels all calls, and refuses those that come. */
    public void close() {
        closed = true;
        cancel(run -> true);
    }

    private void cancel(Predicate<SideRun<?>> which) {
        for (SideRun<?> run : running) {
            try {
                if (which.test(run)) {
                    run.cancel();
                }
            } catch (Throwable e) { // the others have to end all the same
                LOG.atError()
                        .setCause(SafeTrace.of(e))
                        .log("A side call could not be cancelled; this is a bug of the router");
            }
        }
    }

    Time time() {
        return time;
    }

    /** What is allowed of those who handle data. */
    Residency residency() {
        return residency;
    }

    boolean isClosed() {
        return closed;
    }

    Stops stops() {
        return stops;
    }

    /** Returns why the kill switch stops a call; null if it does not. Asked between entering its gate and leaving it. */
    @Nullable
    Rejection stopped(SideRequest<?> request) {
        CallContext call = request.caller();
        return call == null
                ? stops.refusalOfAll(request.context(), request.target())
                : stops.refusal(call.context(), request.target(), call.number());
    }

    /** Holds the most that a call can cost; null if the budgets do not allow it. */
    @Nullable
    SideHold hold(SideRequest<?> request) {
        SideMoney budgets = money.get();
        if (budgets == null || request.isFree()) {
            return SideHold.NOTHING;
        }
        CallContext caller = request.caller();
        return caller == null ? null : budgets.hold(caller, request.ceiling());
    }

    void begun(SideRun<?> run) {
        running.add(run);
    }

    void ended(SideRun<?> run, @Nullable CallContext recorder, SideCall call) {
        running.remove(run);
        meters.count(call);
        if (recorder != null) {
            recorder.sideCalled(call);
        }
    }

    /** How many calls run. */
    public int running() {
        return running.size();
    }
}

package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.core.internal.way.CallerFuture;
import dev.hybridrouter.core.internal.way.InFlight;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for the answer of an identical one. If that gets none which both must share, it tries by itself;
 * it never waits beyond its own deadline.
 */
final class UnaryFollower extends CallerFuture implements InFlight, Flight.Follower, Runnable {
    private final SharedCalls shared;
    private final Ask ask;
    private final CacheKey key;
    private final AtomicReference<@Nullable Flight> flight;
    private volatile @Nullable Cancellable timer;
    private volatile @Nullable CompletableFuture<RouteResult> own;
    private volatile boolean cancelled;

    UnaryFollower(SharedCalls shared, Ask ask, CacheKey key, Flight flight) {
        this.shared = shared;
        this.ask = ask;
        this.key = key;
        this.flight = new AtomicReference<>(flight);
    }

    /** Waits for a flight that it has joined. */
    void begin() {
        if (!shared.calls().add(this)) {
            abort();
            return;
        }
        Flight joined = flight.get();
        if (joined == null) { // it has landed meanwhile
            shared.calls().remove(this);
            return;
        }
        timer = shared.rooms()
                .time()
                .timer()
                .schedule(this, ask.remaining(shared.rooms().now()));
        if (timer == null) {
            abort();
        } else if (flight.get() == null) {
            stop();
        } else {
            joined.want(0, Long.MAX_VALUE);
        }
    }

    @Override
    public void flightMoved() {
        Flight joined = flight.get();
        if (joined == null) {
            return;
        }
        RouteResult end = joined.end();
        if ((end != null || joined.isAbandoned()) && leave(joined)) {
            RouteResult mine = end == null
                    ? null
                    : FollowerEnds.of(ask, end, shared.rooms().now());
            if (mine == null) {
                tryAlone();
            } else {
                finish(mine);
            }
        }
    }

    /** The deadline. */
    @Override
    public void run() {
        Flight joined = flight.get();
        if (joined != null && leave(joined)) {
            joined.leave(this);
            finish(FollowerEnds.late(ask, shared.rooms().now()));
        }
    }

    /** Returns whether it falls to the caller to go on. */
    private boolean leave(Flight joined) {
        if (!flight.compareAndSet(joined, null)) {
            return false;
        }
        stop();
        return true;
    }

    private void stop() {
        shared.rooms().time().timer().cancel(timer);
    }

    private void tryAlone() {
        CompletableFuture<RouteResult> call;
        try {
            call = shared.board(ask, key, true);
        } catch (Throwable bug) {
            shared.calls().remove(this);
            deliverBug(Failures.brokeOff(bug));
            return;
        }
        shared.calls().remove(this); // the call is in flight, so somebody still is
        own = call;
        if (cancelled) {
            end(call);
        }
        var unused = call.whenComplete((result, bug) -> {
            if (bug == null) {
                deliver(result);
            } else {
                deliverBug(bug);
            }
        });
    }

    private void finish(RouteResult result) {
        shared.finished(ask, result);
        shared.calls().remove(this);
        deliver(result);
    }

    @Override
    public void abort() {
        cancelled = true;
        Flight joined = flight.get();
        if (joined != null && leave(joined)) {
            joined.leave(this);
            finish(FollowerEnds.cancelled(ask, shared.rooms().now()));
        }
        CompletableFuture<RouteResult> call = own;
        if (call != null) {
            end(call);
        }
    }

    @Override
    public void deserted() {
        abort();
    }

    /** Our caller's leaving need not end a call that others have joined meanwhile. */
    private void end(CompletableFuture<RouteResult> call) {
        if (isDone()) {
            call.cancel(true);
        } else if (call instanceof InFlight inFlight) {
            inFlight.abort();
        }
    }
}

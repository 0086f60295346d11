package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.spi.RouterClock;
import java.util.concurrent.CompletableFuture;

/**
 * The future of a caller who wants the answer in one piece. Only callers end it by the methods they know, for example
 * {@code completeOnTimeout}: they want no answer any more, which then has to reach what is in flight.
 */
public final class UnaryCaller extends CompletableFuture<RouteResult> implements Sink {
    static final Rejection CANCELLED = Rejection.of(
            RejectionReason.CANCELLED, "the caller cancelled before anything was sent for it alone", "none needed");

    private final CallContext call;
    private final RouterClock clock;

    /** Creates the future of a request that has not begun its way. */
    public UnaryCaller(CallContext call, RouterClock clock) {
        this.call = call;
        this.clock = clock;
    }

    /** Sends the request on its way. */
    public void begin(Chain way) {
        call.turn().run(() -> way.proceed(call, this));
    }

    /**
     * The caller waits no longer: it gets a result of kind {@code CANCELLED}, at once if others share the call, which then
     * goes on.
     */
    public void giveUp() {
        if (!call.leave()) {
            deliver(call.rejected(CANCELLED, clock.nanoTime()));
        }
    }

    private void deliver(RouteResult result) {
        super.complete(result);
    }

    @Override
    public boolean complete(RouteResult value) {
        return deserted(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable ex) {
        return deserted(super.completeExceptionally(ex));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return deserted(super.cancel(mayInterruptIfRunning));
    }

    private boolean deserted(boolean changed) {
        if (changed) {
            var unused = call.leave();
        }
        return changed;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    @Override
    public void opened(TargetId by) {}

    @Override
    public void piece(Delta piece) {}

    @Override
    public void closed(RouteResult result) {
        deliver(result);
    }

    @Override
    public void brokeOff(IllegalStateException why) {
        super.completeExceptionally(why);
    }

    @Override
    public long demand() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean leave() {
        return true;
    }
}

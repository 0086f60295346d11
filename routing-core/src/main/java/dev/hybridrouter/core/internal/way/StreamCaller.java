package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.flow.Outlet;
import dev.hybridrouter.diagnostics.LogEvent;
import java.util.concurrent.Flow;

/** The subscription of a caller who wants the answer in pieces. */
public final class StreamCaller implements Sink, Flow.Subscription {
    private final CallContext call;
    private final Outlet outlet;
    private volatile boolean cancelled; // nothing is delivered after it

    /** Creates the subscription of a request that has not begun its way. */
    public StreamCaller(CallContext call, Flow.Subscriber<? super StreamEvent> subscriber) {
        this.call = call;
        this.outlet = new Outlet(subscriber);
    }

    /** Hands the subscriber its subscription and sends the request on its way. */
    public void begin(Chain way) {
        call.turn().run(() -> {
            guarded(() -> outlet.open(this));
            way.proceed(call, this);
        });
    }

    @Override
    public void request(long n) {
        call.turn().run(() -> requested(n));
    }

    private void requested(long n) {
        if (n <= 0) {
            guarded(() -> outlet.breakOff(new IllegalArgumentException("request: " + n + " (expected: >= 1)")));
            var unused = call.leave();
        } else {
            guarded(() -> outlet.request(n));
            call.pull();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        var unused = call.leave(); // now: the turn may wait for a subscriber that does not return
        call.turn().run(outlet::shut);
    }

    @Override
    public void opened(TargetId by) {
        offer(new StreamEvent.Opened(by));
    }

    @Override
    public void piece(Delta piece) {
        offer(new StreamEvent.Content(piece));
    }

    @Override
    public void closed(RouteResult result) {
        offer(new StreamEvent.Closed(result));
    }

    private void offer(StreamEvent event) {
        if (cancelled) {
            outlet.shut();
        }
        guarded(() -> outlet.offer(event));
    }

    @Override
    public void brokeOff(IllegalStateException why) {
        guarded(() -> outlet.breakOff(why));
    }

    /** Whatever the subscriber throws concerns nobody else: nothing more can be delivered to it. */
    private void guarded(Runnable signal) {
        try {
            signal.run();
        } catch (Throwable e) {
            if (!outlet.hasThrown()) {
                throw e;
            }
            LogEvent.SUBSCRIBER_FAILED
                    .line()
                    .with("request", call.number())
                    .with("cause", e.getClass().getName())
                    .thrown(SafeTrace.of(e))
                    .log();
            outlet.shut();
            cancelled = true;
            var unused = call.leave();
        }
    }

    @Override
    public long demand() {
        return cancelled ? 0 : outlet.unmetDemand();
    }

    @Override
    public boolean leave() {
        return true;
    }
}

package dev.hybridrouter.core.internal.admit;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.core.internal.way.Arrivals;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Chain;
import dev.hybridrouter.core.internal.way.Sink;
import dev.hybridrouter.core.internal.way.Stage;
import dev.hybridrouter.spi.RouterClock;
import org.jspecify.annotations.Nullable;

/** Where every request comes in: from here on it is counted, timed and can be cancelled. */
public final class EntryStage implements Stage {
    private static final Rejection CLOSED =
            Rejection.of(RejectionReason.ROUTER_CLOSED, "the router is closed", "send requests before closing it");

    private final Arrivals arrivals;
    private final Stops stops;
    private final RouterClock clock;

    /** Creates the entry. */
    public EntryStage(Arrivals arrivals, Stops stops, RouterClock clock) {
        this.arrivals = arrivals;
        this.stops = stops;
        this.clock = clock;
    }

    /** What stops requests as such, whatever their targets. Thread-safe. */
    public interface Stops {
        /** Returns why a request is stopped; null if it is not. */
        @Nullable
        Rejection refusal(CallContext call);
    }

    @Override
    public @Nullable Rejection preview(CallContext call) {
        return arrivals.isClosed() ? CLOSED : null; // what the kill switch stops, the plan shows at each target
    }

    @Override
    public void enter(CallContext call, Sink sink, Chain next) {
        Sink counted = arrivals.admit(call, sink);
        if (counted == null) {
            sink.closed(call.rejected(CLOSED, clock.nanoTime()));
            return;
        }
        Rejection stopped = stops.refusal(call);
        Rejection refusal = stopped != null ? stopped : call.barred();
        if (refusal != null) {
            counted.closed(call.rejected(refusal, clock.nanoTime()));
        } else {
            next.proceed(call, counted);
        }
    }
}

package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Chain;
import dev.hybridrouter.core.internal.way.FactsReader;
import dev.hybridrouter.core.internal.way.InFlight;
import dev.hybridrouter.core.internal.way.Sink;
import dev.hybridrouter.core.internal.way.Stage;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.guard.Guard;
import org.jspecify.annotations.Nullable;

/**
 * Has guards inspect each request before anything else is done with it, so that keys, prices, plans and everything that is
 * sent come from what they let pass; what they took out is brought back for its own caller only, last of all.
 */
public final class GuardStage implements Stage {
    private static final Rejection CANCELLED =
            Rejection.of(RejectionReason.CANCELLED, "the caller cancelled while guards inspected it", "none needed");
    private static final Rejection LATE =
            Rejection.of(RejectionReason.DEADLINE, "the deadline passed while guards inspected it", "allow more time");

    private final Guards guards;
    private final RouterClock clock;

    /** Creates the stage of these guards. */
    public GuardStage(Guards guards, RouterClock clock) {
        this.guards = guards;
        this.clock = clock;
    }

    @Override
    public void enter(CallContext call, Sink sink, Chain next) {
        long left = call.remaining(clock.nanoTime());
        if (left <= 0) {
            sink.closed(call.rejected(LATE, clock.nanoTime()));
            return;
        }
        Work work = new Work(call, sink, next);
        call.carriedBy(work);
        work.begin(guards.inspect(call, left));
    }

    /** Asks the local guards before the first remote one, without reporting it, and names those that it did not ask. */
    @Override
    public @Nullable Rejection preview(CallContext call) {
        Inspected<RouteRequest> inspected = guards.silent()
                .beforeRemote()
                .inspect(call, Math.max(1, call.remaining(clock.nanoTime())))
                .join();
        inspected.adjustments().forEach(call::adjusted);
        if (inspected.denial() != null) {
            return inspected.denial();
        }
        RouteRequest passed = inspected.value();
        if (passed != call.request()) {
            call.change(passed, FactsReader.read(passed, call.isStreaming(), call.number()));
        }
        for (Guard guard : guards.fromRemote().guards()) {
            call.adjusted(new Adjustment(
                    Adjustment.Kind.GUARD_NOT_ASKED, "guard " + guard.id() + " is not asked to explain a request"));
        }
        return null;
    }

    /** The inspection of one request. */
    private final class Work implements InFlight {
        private final CallContext call;
        private final Sink sink;
        private final Chain next;
        private volatile @Nullable Inspection<RouteRequest> inspection;
        private volatile boolean over;

        Work(CallContext call, Sink sink, Chain next) {
            this.call = call;
            this.sink = sink;
            this.next = next;
        }

        void begin(Inspection<RouteRequest> begun) {
            inspection = begun;
            if (over) {
                begun.cancel(true);
            }
            var unused =
                    begun.whenComplete((inspected, cancelled) -> call.turn().run(() -> end(inspected)));
        }

        private void end(@Nullable Inspected<RouteRequest> inspected) {
            if (inspected == null) {
                sink.closed(call.rejected(guards.whyCancelled(call, CANCELLED), clock.nanoTime()));
                return;
            }
            inspected.adjustments().forEach(call::adjusted);
            if (inspected.denial() != null) {
                sink.closed(call.rejected(inspected.denial(), clock.nanoTime()));
                return;
            }
            RouteRequest passed = inspected.value();
            if (passed != call.request()) {
                call.change(passed, FactsReader.read(passed, call.isStreaming(), call.number()));
            }
            Restoration restoration = new Restoration(inspected);
            next.proceed(call, restoration.isNeeded() ? new RestoringSink(sink, restoration) : sink);
        }

        @Override
        public void abort() {
            over = true;
            Inspection<RouteRequest> current = inspection;
            if (current != null) {
                current.cancel(true);
            }
        }

        @Override
        public void brokeOff(IllegalStateException why) {
            abort();
            sink.brokeOff(why);
        }
    }
}

package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.internal.guard.GuardRoom;
import dev.hybridrouter.core.internal.guard.Inspected;
import dev.hybridrouter.core.internal.guard.Restoration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Where guards stand: each request passes them before anything else is done with it, so that keys, prices, plans and everything
 * that is sent come from what they let go on; what they took out is brought back for its own caller only, last of all.
 */
final class Entrance {
    private static final Rejection CANCELLED =
            new Rejection(RejectionReason.CANCELLED, "the caller cancelled while guards were at it", "none needed");

    private final GuardRoom guards;
    private final Rooms rooms;
    private final Behind behind;

    Entrance(GuardRoom guards, Rooms rooms, Behind behind) {
        this.guards = guards;
        this.rooms = rooms;
        this.behind = behind;
    }

    /** The engine behind the guards. */
    interface Behind {
        CompletableFuture<RouteResult> send(RouteRequest request);

        void stream(RouteRequest request, Flow.Subscriber<? super StreamEvent> subscriber);

        Ask admit(RouteRequest request, boolean streaming);

        Duration deadline(RouteRequest request);
    }

    CompletableFuture<RouteResult> call(RouteRequest request) {
        GuardedCall call = new GuardedCall();
        long start = rooms.now();
        Duration deadline = behind.deadline(request);
        var inspection = guards.inspect(request, deadline.toNanos());
        call.enter(inspection);
        var unused = inspection.whenComplete((inspected, cancelled) -> {
            Rejection denial = cancelled != null ? CANCELLED : inspected.denial();
            if (denial != null) {
                call.end(rejected(request, false, denial));
            } else {
                Restoration restoration = new Restoration(inspected);
                call.carryOn(behind.send(timed(inspected, start, deadline)), restoration::of);
            }
        });
        return call;
    }

    void stream(RouteRequest request, Flow.Subscriber<? super StreamEvent> subscriber) {
        long start = rooms.now();
        Duration deadline = behind.deadline(request);
        RestoringSieve sieve = new RestoringSieve();
        GuardedCall phase = new GuardedCall();
        FilteredFlow<StreamEvent, StreamEvent> flow = new FilteredFlow<>(subscriber, sieve, () -> phase.cancel(true));
        flow.open();
        var inspection = guards.inspect(request, deadline.toNanos());
        phase.enter(inspection);
        var unused = inspection.whenComplete((inspected, cancelled) -> {
            if (cancelled != null) {
                return; // by the subscriber, who wants nothing any more
            }
            Rejection denial = inspected.denial();
            if (denial == null) {
                sieve.by(new Restoration(inspected));
                behind.stream(timed(inspected, start, deadline), flow);
            } else {
                flow.onNext(new StreamEvent.Closed(rejected(request, true, denial)));
                flow.onComplete();
            }
        });
    }

    /** The guards' time is the request's. */
    private RouteRequest timed(Inspected<RouteRequest> inspected, long startNanos, Duration deadline) {
        long spent = rooms.now() - startNanos;
        RouteRequest request = inspected.value();
        if (spent < Ask.LEAST_USEFUL_NANOS) {
            return request;
        }
        Duration left = deadline.minusNanos(spent);
        return request.toBuilder()
                .context(request.context().toBuilder()
                        .deadline(left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left)
                        .build())
                .build();
    }

    private RouteResult rejected(RouteRequest request, boolean streaming, Rejection why) {
        Ask ask = behind.admit(request, streaming);
        rooms.listeners().requestStarted(ask.facts());
        RouteResult result = new RouteResult.Rejected(
                List.of(why), ask.decision(RoutePlan.nothing(), List.of(), Outcome.REJECTED, rooms.now()));
        rooms.listeners().requestEnded(ask.facts(), result);
        return result;
    }
}

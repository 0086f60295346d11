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
            Rejection.of(RejectionReason.CANCELLED, "it was cancelled while guards were at it", "none needed");

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
        /** The number of a new request, by which the kill switch tells whether it is let through. */
        long nextNumber();

        CompletableFuture<RouteResult> send(RouteRequest request, long number);

        void stream(RouteRequest request, long number, Flow.Subscriber<? super StreamEvent> subscriber);

        Ask admit(RouteRequest request, long number, boolean streaming);

        Duration deadline(RouteRequest request);

        /** What closing waits for and ends, and the kill switch stops. */
        CallRegistry calls();
    }

    CompletableFuture<RouteResult> call(RouteRequest request) {
        GuardedCall call = new GuardedCall(request.context());
        long number = behind.nextNumber();
        inspect(request, number, call, new Way() {
            @Override
            public void letGo(RouteRequest sent, Restoration restoration) {
                call.carryOn(behind.send(sent, number), restoration::of);
            }

            @Override
            public void denied(Rejection why) {
                call.deliver(rejected(request, number, false, why));
            }

            @Override
            public void brokeOff(RuntimeException told) {
                call.deliverBug(told);
            }
        });
        return call;
    }

    void stream(RouteRequest request, Flow.Subscriber<? super StreamEvent> subscriber) {
        RestoringSieve sieve = new RestoringSieve();
        GuardedCall phase = new GuardedCall(request.context());
        FilteredFlow<StreamEvent, StreamEvent> flow = new FilteredFlow<>(subscriber, sieve, () -> phase.cancel(true));
        flow.open();
        long number = behind.nextNumber();
        inspect(request, number, phase, new Way() {
            @Override
            public void letGo(RouteRequest sent, Restoration restoration) {
                sieve.by(restoration);
                behind.stream(sent, number, flow);
            }

            @Override
            public void denied(Rejection why) {
                flow.onNext(new StreamEvent.Closed(rejected(request, number, true, why)));
                flow.onComplete();
            }

            @Override
            public void brokeOff(RuntimeException told) {
                flow.onError(told);
            }
        });
    }

    /** How it goes on behind the guards. */
    private interface Way {
        void letGo(RouteRequest sent, Restoration restoration);

        void denied(Rejection why);

        void brokeOff(RuntimeException told);
    }

    /** A closed router lets nobody in; the engine behind says so. Guards are not asked in vain about what is stopped. */
    private void inspect(RouteRequest request, long number, GuardedCall call, Way way) {
        try {
            Rejection stopped = rooms.control().refusal(request.context(), null, number);
            if (stopped != null) {
                way.denied(stopped);
            } else if (behind.calls().add(call)) {
                long start = rooms.now();
                Duration deadline = behind.deadline(request);
                var inspection = guards.inspect(request, deadline.toNanos());
                call.enter(inspection);
                var unused = inspection.whenComplete((inspected, cancelled) -> end(call, way, () -> {
                    Rejection denial = cancelled != null ? whyCancelled(request) : inspected.denial();
                    if (denial == null) {
                        way.letGo(timed(inspected, start, deadline), new Restoration(inspected));
                    } else {
                        way.denied(denial);
                    }
                }));
            } else {
                way.letGo(request, new Restoration(Inspected.untouched(request)));
            }
        } catch (Throwable bug) {
            behind.calls().remove(call);
            way.brokeOff(AttemptEnds.brokeOff(bug));
        }
    }

    /** The guards are done with a request, and whatever breaks behind them, its caller is told. */
    private void end(GuardedCall call, Way way, Runnable rest) {
        try {
            rest.run();
        } catch (Throwable bug) {
            way.brokeOff(AttemptEnds.brokeOff(bug));
        } finally {
            behind.calls().remove(call); // what is behind is in flight by now
        }
    }

    private Rejection whyCancelled(RouteRequest request) {
        Rejection stopped = rooms.control().refusalOfAll(request.context(), null);
        return stopped != null ? stopped : CANCELLED;
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

    private RouteResult rejected(RouteRequest request, long number, boolean streaming, Rejection why) {
        Ask ask = behind.admit(request, number, streaming);
        rooms.listeners().requestStarted(ask.facts());
        RouteResult result = new RouteResult.Rejected(
                List.of(why), ask.decision(RoutePlan.nothing(), List.of(), Outcome.REJECTED, rooms.now()));
        rooms.listeners().requestEnded(ask.facts(), result);
        return result;
    }
}

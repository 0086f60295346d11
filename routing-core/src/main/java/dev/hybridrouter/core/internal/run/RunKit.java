package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.observe.Listeners;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.core.internal.tools.LateReturns;
import dev.hybridrouter.core.internal.waiting.WaitingRoom;
import dev.hybridrouter.core.internal.way.Dispatch;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.core.internal.way.Service;
import dev.hybridrouter.core.internal.way.SideBySide;
import dev.hybridrouter.core.internal.way.Stops;
import dev.hybridrouter.core.internal.way.Time;
import java.util.List;
import java.util.stream.IntStream;

/** What all runs of a router share. Immutable. */
public final class RunKit {
    final List<Destination> destinations;
    final Service service;
    final InputEstimates estimates;
    final UsageCheck usageCheck;
    final Gate[] gates;
    final LateReturns lateReturns = new LateReturns();
    final Stops stops;
    final long maxAnswerBytes;
    private final NextAttempt[] firsts;
    final Extras extras;
    final WaitingRoom<Hold> waiting;
    final Time time;
    final Listeners listeners;

    /**
     * Creates the kit.
     *
     * @param destinations the router's targets, and whether they are in service
     * @param checks what each attempt must pass
     * @param extras what attempts beyond the first may begin
     * @param waiting where requests wait for room
     */
    public RunKit(
            Destinations destinations,
            Checks checks,
            Extras extras,
            WaitingRoom<Hold> waiting,
            Time time,
            Listeners listeners) {
        this.destinations = destinations.all();
        this.service = destinations.service();
        this.estimates = destinations.estimates();
        this.usageCheck =
                new UsageCheck(destinations.estimates(), destinations.all().size(), time.now());
        this.firsts = IntStream.range(0, destinations.all().size())
                .mapToObj(target -> new NextAttempt(0, target, AttemptKind.PRIMARY, 0))
                .toArray(NextAttempt[]::new);
        this.stops = checks.stops();
        this.maxAnswerBytes = checks.maxAnswerBytes();
        this.gates = checks.gates().toArray(Gate[]::new);
        this.extras = extras;
        this.waiting = waiting;
        this.time = time;
        this.listeners = listeners;
    }

    /**
     * A target and the way to it.
     *
     * @param target the target
     * @param dispatch reaches it
     */
    public record Destination(Target target, Dispatch dispatch) {}

    /**
     * The router's targets.
     *
     * @param all in their order
     * @param service whether they are in service
     * @param estimates of their input, which learn from their answers
     */
    public record Destinations(List<Destination> all, Service service, InputEstimates estimates) {
        /** Copies the list. */
        public Destinations {
            all = List.copyOf(all);
        }
    }

    /**
     * What an attempt must pass.
     *
     * @param gates before it is handed to its adapter, in this order
     * @param stops at the moment at which its adapter sends it
     * @param maxAnswerBytes when its answer comes
     */
    public record Checks(List<Gate> gates, Stops stops, long maxAnswerBytes) {
        /** Copies the list. */
        public Checks {
            gates = List.copyOf(gates);
        }
    }

    /**
     * Attempts beyond a request's first.
     *
     * @param budget what they are drawn from
     * @param sideBySide when one begins beside another
     */
    public record Extras(AttemptBudget budget, SideBySide sideBySide) {}

    /** The first attempt of a request that ranks this target first. */
    NextAttempt first(int index) {
        return firsts[index];
    }

    Target target(int index) {
        return destinations.get(index).target();
    }
}

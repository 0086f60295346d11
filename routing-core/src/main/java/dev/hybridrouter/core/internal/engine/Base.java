package dev.hybridrouter.core.internal.engine;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.control.KillBoard;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.health.TargetState;
import dev.hybridrouter.core.internal.money.Tariffs;
import dev.hybridrouter.core.internal.observe.Listeners;
import dev.hybridrouter.core.internal.plan.Courses;
import dev.hybridrouter.core.internal.sidecall.SideCalls;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.core.internal.waiting.WaitingRoom;
import dev.hybridrouter.core.internal.way.Arrivals;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.CallRegistry;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.core.internal.way.Slots;
import dev.hybridrouter.core.internal.way.TargetViews;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.TargetView;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every router has, whatever features its host asked for. */
public final class Base implements Foundation {
    final Time time;
    final List<Target> targets;
    final List<ProviderAdapter> adapters;
    final KillBoard control;
    final Tariffs tariffs;
    final InputEstimates estimates;
    final WaitingRoom<Hold> waiting;
    final List<TargetState> states;
    final TargetViews views;
    final CallRegistry calls = new CallRegistry();
    final Slots slots = new Slots();
    final Courses courses;
    final Listeners listeners;
    final Arrivals arrivals;
    final SideCalls sideCalls;
    private final @Nullable MeterRegistry registry;

    /**
     * Lays the foundation.
     *
     * @param destinations the router's targets and what they cost
     * @param maxWaiting how many requests may wait for room
     * @param registry where meters are registered; null if nowhere
     */
    public Base(
            Time time,
            Destinations destinations,
            KillBoard control,
            Courses courses,
            int maxWaiting,
            @Nullable MeterRegistry registry) {
        this.time = time;
        this.targets = destinations.targets();
        this.adapters = destinations.adapters();
        this.tariffs = destinations.tariffs();
        this.estimates = destinations.estimates();
        this.control = control;
        this.courses = courses;
        this.registry = registry;
        this.sideCalls = new SideCalls(time, control, registry);
        this.waiting = new WaitingRoom<>(maxWaiting, time.clock(), time.timer());
        this.listeners = new Listeners(registry);
        long now = time.now();
        this.states = targets.stream()
                .map(target -> new TargetState(target, destinations.breaker(), now, listeners::targetChanged))
                .toList();
        this.views = new TargetLooks(states, tariffs);
        this.arrivals = new Arrivals(
                time.clock(), listeners, calls, () -> courses.current().binding(), context -> courses.current()
                        .policy()
                        .matrix()
                        .rule(context.operation())
                        .deadline());
    }

    /**
     * The router's targets and what they cost.
     *
     * @param targets in their order
     * @param adapters the adapter of each target, at the same position
     * @param breaker when a target is taken out of service
     * @param tariffs what they charge
     * @param estimates how many tokens of input requests have there
     */
    public record Destinations(
            List<Target> targets,
            List<ProviderAdapter> adapters,
            BreakerPolicy breaker,
            Tariffs tariffs,
            InputEstimates estimates) {}

    /** What the targets charge. */
    public Tariffs tariffs() {
        return tariffs;
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public List<Target> targets() {
        return targets;
    }

    @Override
    public Handling handling(int target) {
        return states.get(target).target().handling();
    }

    /** Changes what is known of how a target, by its position, handles data. */
    public void handling(int target, Handling known) {
        states.get(target).handling(known);
    }

    @Override
    public List<ProviderAdapter> adapters() {
        return adapters;
    }

    @Override
    public @Nullable MeterRegistry registry() {
        return registry;
    }

    @Override
    public Listeners listeners() {
        return listeners;
    }

    @Override
    public SideCalls sideCalls() {
        return sideCalls;
    }

    @Override
    public InputEstimates estimates() {
        return estimates;
    }

    @Override
    public WaitingRoom<Hold> waiting() {
        return waiting;
    }

    @Override
    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public Slots slots() {
        return slots;
    }

    @Override
    public @Nullable List<Rejection> check(CallContext call, Target target) {
        for (TargetView.Builder view : views.all(call, time.now())) {
            TargetView seen = view.build();
            if (seen.target().id().equals(target.id())) {
                return courses.current().planner().check(call.facts(), seen);
            }
        }
        return null;
    }
}

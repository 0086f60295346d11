package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.core.internal.tools.Chance;
import dev.hybridrouter.core.internal.way.Affordability;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Chain;
import dev.hybridrouter.core.internal.way.Preparation;
import dev.hybridrouter.core.internal.way.Sink;
import dev.hybridrouter.core.internal.way.Stage;
import dev.hybridrouter.core.internal.way.Time;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans requests: which targets may serve them, and in which order they are tried. */
public final class PlanStage implements Stage {
    private final Snapshot snapshot;
    private final List<Preparation> preparations;
    private final Limits limits;
    private final Time time;

    /**
     * Creates the stage.
     *
     * @param preparations what is done with each request before it is planned
     */
    public PlanStage(Snapshot snapshot, List<Preparation> preparations, Limits limits, Time time) {
        this.snapshot = snapshot;
        this.preparations = List.copyOf(preparations);
        this.limits = limits;
        this.time = time;
    }

    /** What bounds a request besides constraints. Thread-safe. */
    public interface Limits {
        /** What it can afford; null if nothing limits that. */
        @Nullable
        Affordability affordability(CallContext call);

        /** How long each target's quota would make it wait, in nanoseconds; null if there are no quotas. */
        long @Nullable [] waits(CallContext call, long nowNanos);
    }

    @Override
    public void enter(CallContext call, Sink sink, Chain next) {
        preview(call);
        next.proceed(call, sink);
    }

    @Override
    public void preview(CallContext call) {
        for (int i = 0; i < preparations.size(); i++) {
            preparations.get(i).prepare(call);
        }
        Course course = snapshot.plan(call);
        long now = time.now();
        Plan plan = course.planner()
                .plan(
                        call.facts(),
                        snapshot.of(call, now),
                        Chance.seed(time.seed(), call.number()),
                        limits.affordability(call),
                        limits.waits(call, now));
        call.planned(course.policy(), plan.record(), plan.order());
    }
}

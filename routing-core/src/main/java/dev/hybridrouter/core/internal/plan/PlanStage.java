package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.core.internal.tools.Chance;
import dev.hybridrouter.core.internal.way.Affordability;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Chain;
import dev.hybridrouter.core.internal.way.Preparation;
import dev.hybridrouter.core.internal.way.Sink;
import dev.hybridrouter.core.internal.way.Stage;
import dev.hybridrouter.core.internal.way.Time;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plans requests: which targets may serve them, and in which order they are tried. */
public final class PlanStage implements Stage {
    private final Snapshot snapshot;
    private final List<Preparation> preparations;
    private final Function<CallContext, @Nullable Affordability> budgets;
    private final Time time;

    /**
     * Creates the stage.
     *
     * @param preparations what is done with each request before it is planned
     * @param budgets what a request can afford; null if nothing limits it
     */
    public PlanStage(
            Snapshot snapshot,
            List<Preparation> preparations,
            Function<CallContext, @Nullable Affordability> budgets,
            Time time) {
        this.snapshot = snapshot;
        this.preparations = List.copyOf(preparations);
        this.budgets = budgets;
        this.time = time;
    }

    @Override
    public void enter(CallContext call, Sink sink, Chain next) {
        plan(call);
        next.proceed(call, sink);
    }

    @Override
    public @Nullable Rejection preview(CallContext call) {
        plan(call);
        return null;
    }

    private void plan(CallContext call) {
        for (int i = 0; i < preparations.size(); i++) {
            preparations.get(i).prepare(call);
        }
        Course course = snapshot.plan(call);
        long now = time.now();
        call.planned(course.planner()
                .plan(
                        call.facts(),
                        snapshot.of(call, now),
                        now,
                        Chance.seed(time.seed(), call.number(), Chance.Purpose.RANKING),
                        budgets.apply(call)));
    }
}

package dev.hybridrouter.spi;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.guard.GuardRecord;
import java.time.Duration;

/**
 * Is told what the router does. Callbacks run on the thread that does it: they MUST be quick and MUST NOT block or call
 * the router. One that throws is caught, counted and logged once; it never disturbs a request. Each request that was
 * started is ended exactly once, each attempt likewise, attempts within their request.
 */
public interface RouterListener {
    /** A request was accepted. */
    default void requestStarted(RequestFacts request) {}

    /** An attempt is about to be made. */
    default void attemptStarted(RequestFacts request, Target target) {}

    /** The first content of a stream arrived, so long after the request was made. */
    default void firstContent(RequestFacts request, Target target, Duration sinceStart) {}

    /** An attempt ended. */
    default void attemptEnded(RequestFacts request, Target target, Attempt attempt) {}

    /** A budget reached a threshold, or was overrun. */
    default void budgetEvent(BudgetEvent event) {}

    /** The kill switch was thrown, or opened by a stage. Told one at a time, in the order in which it took effect. */
    default void killSwitchEvent(KillEvent event) {}

    /** A guard inspected a request, or an answer to it. */
    default void guardInspected(RequestContext context, GuardRecord record) {}

    /** A request ended. */
    default void requestEnded(RequestFacts request, RouteResult result) {}
}

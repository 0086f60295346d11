package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.spi.guard.GuardRecord;

/** A guard inspected a request, or an answer to it. */
public final class GuardInspected implements RouterEvent {
    private final RequestContext context;
    private final GuardRecord inspection;

    private GuardInspected(RequestContext context, GuardRecord inspection) {
        this.context = context;
        this.inspection = inspection;
    }

    /**
     * Returns the event of an inspection.
     *
     * @param context who asked and what for
     * @param inspection what the guard decided
     */
    public static GuardInspected of(RequestContext context, GuardRecord inspection) {
        return new GuardInspected(
                Check.notNull(context, "guardInspected.context"),
                Check.notNull(inspection, "guardInspected.inspection"));
    }

    /** Returns who asked and what for. */
    public RequestContext context() {
        return context;
    }

    /** Returns what the guard decided. */
    public GuardRecord inspection() {
        return inspection;
    }

    @Override
    public String toString() {
        return "GuardInspected[" + inspection + "]";
    }
}

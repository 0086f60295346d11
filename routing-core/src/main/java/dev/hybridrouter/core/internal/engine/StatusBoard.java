package dev.hybridrouter.core.internal.engine;

import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.status.ComponentStatus;
import dev.hybridrouter.api.status.Condition;
import dev.hybridrouter.core.internal.health.TargetState;
import dev.hybridrouter.core.internal.way.StatusSource;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.TargetHealth;
import java.util.ArrayList;
import java.util.List;

/** Tells the status of all parts of a router. Thread-safe. */
final class StatusBoard {
    private final List<StatusSource> sources = new ArrayList<>();

    StatusBoard(Base base, List<StatusSource> installed) {
        sources.add(() -> requests(base));
        sources.add(() -> targets(base));
        sources.add(() -> killSwitch(base));
        sources.addAll(installed);
    }

    /** The status of each part, in a fixed order; one that breaks is out. */
    List<ComponentStatus> all() {
        List<ComponentStatus> all = new ArrayList<>();
        for (StatusSource source : sources) {
            try {
                all.add(source.status());
            } catch (RuntimeException e) {
                LogEvent.STATUS_BROKEN
                        .line()
                        .with("cause", e.getClass().getName())
                        .thrown(SafeTrace.of(e))
                        .log();
                all.add(ComponentStatus.builder("unknown", Condition.UNKNOWN).build());
            }
        }
        return List.copyOf(all);
    }

    private static ComponentStatus requests(Base base) {
        boolean closed = base.calls.isClosed();
        return ComponentStatus.builder("requests", closed ? Condition.OUT : Condition.NORMAL)
                .fact("inFlight", base.calls.size())
                .fact("policyVersion", base.courses.current().planner().policyVersion())
                .build();
    }

    private static ComponentStatus targets(Base base) {
        long now = base.time.now();
        int out = 0;
        for (TargetState state : base.states) {
            out += state.isOutOfService(now) ? 1 : 0;
        }
        Condition condition =
                out == 0 ? Condition.NORMAL : out < base.states.size() ? Condition.DEGRADED : Condition.OUT;
        ComponentStatus.Builder status = ComponentStatus.builder("targets", condition);
        for (TargetState state : base.states) {
            TargetHealth health = state.health(false, now);
            status.fact(
                    state.target().id().value(), health.throttled() ? health.state() + ", throttled" : health.state());
        }
        return status.build();
    }

    private static ComponentStatus killSwitch(Base base) {
        int engaged = base.control.engaged().size();
        boolean saved = base.control.isSaved();
        return ComponentStatus.builder("kill-switch", engaged == 0 && saved ? Condition.NORMAL : Condition.DEGRADED)
                .fact("engaged", engaged)
                .fact("saved", saved)
                .build();
    }
}

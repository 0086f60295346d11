package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Logs what is done to the kill switch. Thread-safe. */
final class KillLog {
    private static final int LIFTED = 100;

    private final Map<KillScope, Instant> since = new ConcurrentHashMap<>(); // of what is engaged

    void engaged(KillEvent event) {
        since.putIfAbsent(event.scope(), event.at());
        of(LogEvent.KILL_ENGAGED, event)
                .with("cause", event.cause())
                .with("note", event.note())
                .with("since", event.at())
                .log();
    }

    /** It was engaged before this router was built. */
    void restored(KillEvent event) {
        since.putIfAbsent(event.scope(), event.at());
        of(LogEvent.KILL_RESTORED, event)
                .with("cause", event.cause())
                .with("note", event.note())
                .with("since", event.at())
                .with("percent", event.openPercent())
                .log();
    }

    /** There is nothing in its scope. */
    void inVain(KillEvent event, List<Target> targets) {
        of(LogEvent.KILL_IN_VAIN, event)
                .with("note", event.note())
                .with("since", event.at())
                .with("known", known(event.scope(), targets))
                .log();
    }

    void notPassed(KillEvent event, Duration waited) {
        of(LogEvent.KILL_NOT_PASSED, event).with("duration", waited).log();
    }

    void opened(KillEvent event) {
        boolean lifted = event.openPercent() == LIFTED;
        Instant began = lifted ? since.remove(event.scope()) : since.get(event.scope());
        LogLine line = of(lifted ? LogEvent.KILL_LIFTED : LogEvent.KILL_STAGED, event)
                .with("cause", event.cause())
                .with("note", event.note())
                .with("duration", began == null ? null : Duration.between(began, event.at()));
        (lifted ? line : line.with("percent", event.openPercent())).log();
    }

    private static LogLine of(LogEvent what, KillEvent event) {
        return what.line().with("scope", event.scope()).with("by", event.by());
    }

    /** What the scope could have been. */
    private static String known(KillScope scope, List<Target> targets) {
        return targets.stream()
                .map(target -> name(scope, target))
                .distinct()
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }

    private static Object name(KillScope scope, Target target) {
        if (scope instanceof KillScope.Adapter) {
            return target.provider();
        }
        return scope instanceof KillScope.Path ? target.path() : target.id();
    }
}

package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.Scopes;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Logs what is done to the kill switch. Thread-safe. */
final class KillLog {
    private static final int LIFTED = 100;

    private final Map<KillScope, Instant> since = new ConcurrentHashMap<>(); // of what is engaged
    private volatile List<Target> targets = List.of();

    /** Sets what the router can call. */
    void targets(List<Target> all) {
        targets = all;
    }

    void engaged(KillEvent event) {
        since.putIfAbsent(event.scope(), event.at());
        of(LogEvent.KILL_ENGAGED, event)
                .with("cause", event.cause())
                .with("note", event.note())
                .with("since", event.at())
                .log();
        String known = known(event.scope());
        if (!known.isEmpty()) {
            of(LogEvent.KILL_IN_VAIN, event)
                    .with("note", event.note())
                    .with("since", event.at())
                    .with("known", known)
                    .log();
        }
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
        return what.line().with("scope", Scopes.words(event.scope())).with("by", event.by());
    }

    /** What the scope could have been, if it is of targets and there is none in it; empty otherwise. */
    private String known(KillScope scope) {
        List<Target> all = targets;
        Function<Target, Object> name = name(scope);
        boolean covered = all.stream().anyMatch(target -> Scopes.covers(scope, null, target));
        return name == null || covered
                ? ""
                : all.stream().map(name).distinct().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static @Nullable Function<Target, Object> name(KillScope scope) {
        if (scope instanceof KillScope.OnTarget) {
            return Target::id;
        } else if (scope instanceof KillScope.OnAdapter) {
            return Target::provider;
        }
        return scope instanceof KillScope.OnPath ? Target::path : null;
    }
}

package dev.hybridrouter.core.internal.health;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.LogLine;
import dev.hybridrouter.diagnostics.Outage;
import java.time.Duration;

/** Logs what becomes of one target's health: each line that something begins has one that it ended. Thread-safe. */
final class HealthLog {
    private final Target target;
    private final Outage breaker = Outage.each();
    private final Outage throttling = Outage.paced();
    private final Outage misconfiguration = Outage.each();

    HealthLog(Target target) {
        this.target = target;
    }

    void breakerOpened(long request, ProviderFailure cause, long untilNanos, long nowNanos) {
        if (breaker.failed(nowNanos)) {
            began(LogEvent.BREAKER_OPENED, request, cause, untilNanos).log();
        }
    }

    void throttled(long request, ProviderFailure cause, long untilNanos, long nowNanos) {
        if (throttling.failed(nowNanos)) {
            began(LogEvent.TARGET_THROTTLED, request, cause, untilNanos).log();
        }
    }

    void misconfigured(long request, ProviderFailure cause, long untilNanos, long nowNanos) {
        if (misconfiguration.failed(nowNanos)) {
            began(LogEvent.TARGET_MISCONFIGURED, request, cause, untilNanos)
                    .with("advice", cause.kind().advice())
                    .log();
        }
    }

    void breakerClosed(long nowNanos) {
        Outage.Ended ended = breaker.worked(nowNanos);
        if (ended != null) {
            of(LogEvent.BREAKER_CLOSED).with("duration", ended.lasted()).log();
        }
    }

    void notThrottled(long nowNanos) {
        Outage.Ended ended = throttling.worked(nowNanos);
        if (ended != null) {
            of(LogEvent.TARGET_UNTHROTTLED)
                    .with("duration", ended.lasted())
                    .with("throttles", ended.failures())
                    .log();
        }
    }

    void corrected(long nowNanos) {
        Outage.Ended ended = misconfiguration.worked(nowNanos);
        if (ended != null) {
            of(LogEvent.TARGET_CORRECTED).with("duration", ended.lasted()).log();
        }
    }

    private LogLine began(LogEvent event, long request, ProviderFailure cause, long untilNanos) {
        return of(event).with("cause", cause).with("request", request).with("until", Duration.ofNanos(untilNanos));
    }

    private LogLine of(LogEvent event) {
        String where =
                target.model() + target.region().map(region -> " in " + region).orElse("");
        return event.line().with("target", target.id()).with("where", where);
    }
}

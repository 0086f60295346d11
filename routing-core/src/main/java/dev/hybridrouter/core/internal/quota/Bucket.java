package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.Outage;
import java.time.Duration;

/**
 * A quota of the router.
 *
 * @param name its name, for messages
 * @param twin what the provider is believed to admit
 * @param cut while the twin lets less through than the quota
 */
record Bucket(String name, QuotaTwin twin, Outage cut) {
    Bucket(String name, QuotaTwin twin) {
        this(name, twin, Outage.paced());
    }

    /** Logs that the provider throttled what the twin let through. */
    void throttled(long request, TargetId target, Duration pause, long nowNanos) {
        if (cut.failed(nowNanos)) {
            LogEvent.QUOTA_MODEL_CUT
                    .line()
                    .with("quota", name)
                    .with("target", target)
                    .with("request", request)
                    .with("percent", Math.round(twin.view(nowNanos).share() * 100))
                    .with("until", pause)
                    .log();
        }
    }

    /** Logs that the twin lets the whole quota through again, if it does. */
    void answered(long nowNanos) {
        if (cut.isOngoing() && twin.view(nowNanos).share() == 1) {
            Outage.Ended ended = cut.worked(nowNanos);
            if (ended != null) {
                LogEvent.QUOTA_MODEL_WHOLE
                        .line()
                        .with("quota", name)
                        .with("duration", ended.lasted())
                        .log();
            }
        }
    }
}

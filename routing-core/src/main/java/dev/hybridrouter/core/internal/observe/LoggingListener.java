package dev.hybridrouter.core.internal.observe;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RouterListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each request and each failed attempt at DEBUG, as key-value pairs, without content and tenant. */
public final class LoggingListener implements RouterListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.hybridrouter");

    @Override
    public void attemptEnded(RequestFacts request, Target target, Attempt attempt) {
        if (LOG.isDebugEnabled() && attempt.failure().isPresent()) {
            LOG.atDebug()
                    .addKeyValue("target", target.id())
                    .addKeyValue("kind", attempt.kind())
                    .addKeyValue("failure", attempt.failure().get().kind())
                    .addKeyValue("durationMs", attempt.duration().toMillis())
                    .log("Attempt failed");
        }
    }

    @Override
    public void requestEnded(RequestFacts request, RouteResult result) {
        if (LOG.isDebugEnabled()) {
            Decision decision = result.decision();
            LOG.atDebug()
                    .addKeyValue("number", decision.number())
                    .addKeyValue("operation", decision.operation())
                    .addKeyValue("outcome", decision.outcome())
                    .addKeyValue("attempts", decision.attempts().size())
                    .addKeyValue("elapsedMs", decision.elapsed().toMillis())
                    .log("Request ended");
        }
    }
}

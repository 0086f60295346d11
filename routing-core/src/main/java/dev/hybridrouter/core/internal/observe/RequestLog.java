package dev.hybridrouter.core.internal.observe;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each request and each failed attempt at DEBUG, as key-value pairs, without content and tenant. No listener, so that
 * no event is built for a log that is off.
 */
final class RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.hybridrouter");

    private RequestLog() {}

    /** A log that throws disturbs no request. */
    static void attemptEnded(Target target, Attempt attempt) {
        try {
            writeFailed(target, attempt);
        } catch (Throwable ignored) { // there is nowhere left to tell
            return;
        }
    }

    static void attemptRefused(RequestFacts request, Target target, List<Rejection> reasons) {
        try {
            if (LOG.isDebugEnabled()) {
                LOG.atDebug()
                        .addKeyValue("number", request.number())
                        .addKeyValue("target", target.id())
                        .addKeyValue("model", target.model())
                        .log("Attempt refused: {}", reasons);
            }
        } catch (Throwable ignored) { // there is nowhere left to tell
            return;
        }
    }

    static void requestEnded(RouteResult result) {
        try {
            writeEnded(result);
        } catch (Throwable ignored) { // there is nowhere left to tell
            return;
        }
    }

    private static void writeFailed(Target target, Attempt attempt) {
        if (LOG.isDebugEnabled() && attempt.failure().isPresent()) {
            LOG.atDebug()
                    .addKeyValue("target", target.id())
                    .addKeyValue("kind", attempt.kind())
                    .addKeyValue("failure", attempt.failure().get().kind())
                    .addKeyValue("durationMs", attempt.duration().toMillis())
                    .log("Attempt failed: {}", attempt);
        }
    }

    private static void writeEnded(RouteResult result) {
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

package dev.hybridrouter.core.internal.observe;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.RequestFacts;
import java.util.List;

/**
 * Writes each request and each failed attempt at DEBUG, without content and tenant. No listener, so that no event is built for
 * a log that is off.
 */
final class RequestLog {
    private RequestLog() {}

    static void attemptEnded(RequestFacts request, Target target, Attempt attempt) {
        if (LogEvent.ATTEMPT_FAILED.isOn() && attempt.failure().isPresent()) {
            LogEvent.ATTEMPT_FAILED
                    .line()
                    .with("request", request.number())
                    .with("target", target.id())
                    .with("model", target.model())
                    .with("region", target.region().orElse("no region"))
                    .with("kind", attempt.kind())
                    .with("duration", attempt.duration())
                    .with("failure", attempt.failure().get())
                    .log();
        }
    }

    static void attemptRefused(RequestFacts request, Target target, List<Rejection> reasons) {
        if (LogEvent.ATTEMPT_REFUSED.isOn()) {
            LogEvent.ATTEMPT_REFUSED
                    .line()
                    .with("request", request.number())
                    .with("target", target.id())
                    .with("model", target.model())
                    .with("reasons", reasons)
                    .log();
        }
    }

    static void requestEnded(RouteResult result) {
        if (LogEvent.REQUEST_ENDED.isOn()) {
            Decision decision = result.decision();
            LogEvent.REQUEST_ENDED
                    .line()
                    .with("request", decision.number())
                    .with("operation", decision.operation())
                    .with("outcome", decision.outcome())
                    .with("attempts", decision.attempts().size())
                    .with("elapsed", decision.elapsed())
                    .log();
        }
    }
}

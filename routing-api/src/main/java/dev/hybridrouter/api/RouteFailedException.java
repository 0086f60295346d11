package dev.hybridrouter.api;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.SafeTrace;
import java.util.List;

/**
 * A request failed: something was sent, and no target answered. Its cause shows the types and stacks of the provider's
 * exception but none of their messages, which may quote the prompt; the exception itself is {@code failure().cause()}.
 */
public final class RouteFailedException extends RoutingException {
    private static final long serialVersionUID = 1L;

    private final transient RouteResult.Failed failed;

    /** Creates the exception of a result. */
    public RouteFailedException(RouteResult.Failed failed) {
        super(
                message(failed),
                failed,
                failed.failure().cause().map(SafeTrace::of).orElse(null));
        this.failed = failed;
    }

    private static String message(RouteResult.Failed failed) {
        int attempts = failed.decision().attempts().size();
        StringBuilder text = new StringBuilder("Failed after ")
                .append(attempts)
                .append(attempts == 1 ? " attempt: " : " attempts: ")
                .append(failed.failure())
                .append(" (")
                .append(failed.failure().kind().advice())
                .append(')');
        text.append(whereLast(failed.decision().attempts()));
        for (Rejection why : failed.decision().reasons()) {
            text.append("; ").append(why);
        }
        return text.toString();
    }

    /** Which target, model and region the last attempt called, as far as its record says. */
    private static String whereLast(List<Attempt> attempts) {
        if (attempts.isEmpty() || attempts.get(attempts.size() - 1).model().isEmpty()) {
            return "";
        }
        Attempt last = attempts.get(attempts.size() - 1);
        String region = last.region().map(name -> " in " + name).orElse("");
        return "; last attempt: target " + last.target() + ", " + last.model().get() + region;
    }

    /** The last failure; earlier ones are in the decision's attempts. */
    public ProviderFailure failure() {
        return failed.failure();
    }
}

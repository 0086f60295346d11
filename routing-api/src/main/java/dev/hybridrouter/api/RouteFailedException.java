package dev.hybridrouter.api;

import dev.hybridrouter.api.failure.ProviderFailure;

/** A request failed: something was sent, and no target answered. The provider's exception is its cause. */
public final class RouteFailedException extends RoutingException {
    private static final long serialVersionUID = 1L;

    private final transient RouteResult.Failed failed;

    /** Creates the exception of a result. */
    public RouteFailedException(RouteResult.Failed failed) {
        super(
                "Failed after " + failed.decision().attempts().size() + " attempts: " + failed.failure() + " ("
                        + failed.failure().kind().advice() + ")",
                failed,
                failed.failure().cause().orElse(null));
        this.failed = failed;
    }

    /** The last failure; earlier ones are in the decision's attempts. */
    public ProviderFailure failure() {
        return failed.failure();
    }
}

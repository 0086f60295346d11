package dev.hybridrouter.api;

import dev.hybridrouter.api.decision.Rejection;
import java.util.List;
import java.util.stream.Collectors;

/** A request was rejected: nothing was sent. */
public final class RouteRejectedException extends RoutingException {
    private static final long serialVersionUID = 1L;

    private final transient RouteResult.Rejected rejected;

    /** Creates the exception of a result. */
    public RouteRejectedException(RouteResult.Rejected rejected) {
        super(
                "Rejected: "
                        + rejected.reasons().stream().map(Rejection::toString).collect(Collectors.joining("; ")),
                rejected,
                null);
        this.rejected = rejected;
    }

    /** Why; at least one. */
    public List<Rejection> reasons() {
        return rejected.reasons();
    }
}

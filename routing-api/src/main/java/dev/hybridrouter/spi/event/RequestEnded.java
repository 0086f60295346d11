package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.RequestFacts;

/** A request ended. The last event of each request. */
public final class RequestEnded implements RequestEvent {
    private final RequestFacts facts;
    private final RouteResult result;

    private RequestEnded(RequestFacts facts, RouteResult result) {
        this.facts = facts;
        this.result = result;
    }

    /**
     * Returns the event of a request that ended.
     *
     * @param facts what may be known of the request
     * @param result how it ended
     */
    public static RequestEnded of(RequestFacts facts, RouteResult result) {
        return new RequestEnded(
                Check.notNull(facts, "requestEnded.facts"), Check.notNull(result, "requestEnded.result"));
    }

    @Override
    public RequestFacts facts() {
        return facts;
    }

    /** Returns how it ended. */
    public RouteResult result() {
        return result;
    }

    @Override
    public String toString() {
        return "RequestEnded[" + result.decision() + "]";
    }
}

package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.RequestFacts;

/** A request was accepted. The first event of each request. */
public final class RequestStarted implements RequestEvent {
    private final RequestFacts facts;

    private RequestStarted(RequestFacts facts) {
        this.facts = facts;
    }

    /**
     * Returns the event of a request that was accepted.
     *
     * @param facts what may be known of the request
     */
    public static RequestStarted of(RequestFacts facts) {
        return new RequestStarted(Check.notNull(facts, "requestStarted.facts"));
    }

    @Override
    public RequestFacts facts() {
        return facts;
    }

    @Override
    public String toString() {
        return "RequestStarted[#" + number() + "]";
    }
}

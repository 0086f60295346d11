package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.RequestFacts;
import java.time.Duration;

/** A request waits for room at a target, because none has any now. */
public final class RequestQueued implements RequestEvent {
    private final RequestFacts facts;
    private final Duration maxWait;

    private RequestQueued(RequestFacts facts, Duration maxWait) {
        this.facts = facts;
        this.maxWait = maxWait;
    }

    /**
     * Returns the event of a request that waits.
     *
     * @param facts what may be known of the request
     * @param maxWait how long it waits at most, zero or longer
     */
    public static RequestQueued of(RequestFacts facts, Duration maxWait) {
        return new RequestQueued(
                Check.notNull(facts, "requestQueued.facts"), Check.notNegative(maxWait, "requestQueued.maxWait"));
    }

    @Override
    public RequestFacts facts() {
        return facts;
    }

    /** Returns how long it waits at most, zero or longer. */
    public Duration maxWait() {
        return maxWait;
    }

    @Override
    public String toString() {
        return "RequestQueued[#" + number() + ", at most " + maxWait + "]";
    }
}

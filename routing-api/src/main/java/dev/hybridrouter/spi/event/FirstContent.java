package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import java.time.Duration;

/** The first content of a streamed answer arrived. */
public final class FirstContent implements AttemptEvent {
    private final RequestFacts facts;
    private final Target target;
    private final Duration sinceStart;

    private FirstContent(RequestFacts facts, Target target, Duration sinceStart) {
        this.facts = facts;
        this.target = target;
        this.sinceStart = sinceStart;
    }

    /**
     * Returns the event of a first content.
     *
     * @param facts what may be known of the request
     * @param target the target
     * @param sinceStart how long after the request was made, zero or longer
     */
    public static FirstContent of(RequestFacts facts, Target target, Duration sinceStart) {
        return new FirstContent(
                Check.notNull(facts, "firstContent.facts"),
                Check.notNull(target, "firstContent.target"),
                Check.notNegative(sinceStart, "firstContent.sinceStart"));
    }

    @Override
    public RequestFacts facts() {
        return facts;
    }

    @Override
    public Target target() {
        return target;
    }

    /** Returns how long after the request was made, zero or longer. */
    public Duration sinceStart() {
        return sinceStart;
    }

    @Override
    public String toString() {
        return "FirstContent[#" + number() + ", " + target.id() + " after " + sinceStart + "]";
    }
}

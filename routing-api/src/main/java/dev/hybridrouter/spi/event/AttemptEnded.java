package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;

/** An attempt ended. Each attempt that started ends once, before its request does. */
public final class AttemptEnded implements AttemptEvent {
    private final RequestFacts facts;
    private final Target target;
    private final Attempt attempt;

    private AttemptEnded(RequestFacts facts, Target target, Attempt attempt) {
        this.facts = facts;
        this.target = target;
        this.attempt = attempt;
    }

    /**
     * Returns the event of an attempt that ended.
     *
     * @param facts what may be known of the request
     * @param target the target
     * @param attempt what became of it
     */
    public static AttemptEnded of(RequestFacts facts, Target target, Attempt attempt) {
        return new AttemptEnded(
                Check.notNull(facts, "attemptEnded.facts"),
                Check.notNull(target, "attemptEnded.target"),
                Check.notNull(attempt, "attemptEnded.attempt"));
    }

    @Override
    public RequestFacts facts() {
        return facts;
    }

    @Override
    public Target target() {
        return target;
    }

    /** Returns what became of it. */
    public Attempt attempt() {
        return attempt;
    }

    @Override
    public String toString() {
        return "AttemptEnded[#" + number() + ", " + attempt + "]";
    }
}

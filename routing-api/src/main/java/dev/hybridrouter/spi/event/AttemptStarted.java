package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;

/** An attempt is about to be made. */
public final class AttemptStarted implements AttemptEvent {
    private final RequestFacts facts;
    private final Target target;
    private final AttemptKind kind;

    private AttemptStarted(RequestFacts facts, Target target, AttemptKind kind) {
        this.facts = facts;
        this.target = target;
        this.kind = kind;
    }

    /**
     * Returns the event of an attempt that is about to be made.
     *
     * @param facts what may be known of the request
     * @param target the target
     * @param kind why the attempt is made
     */
    public static AttemptStarted of(RequestFacts facts, Target target, AttemptKind kind) {
        return new AttemptStarted(
                Check.notNull(facts, "attemptStarted.facts"),
                Check.notNull(target, "attemptStarted.target"),
                Check.notNull(kind, "attemptStarted.kind"));
    }

    @Override
    public RequestFacts facts() {
        return facts;
    }

    @Override
    public Target target() {
        return target;
    }

    /** Returns why the attempt is made. */
    public AttemptKind kind() {
        return kind;
    }

    @Override
    public String toString() {
        return "AttemptStarted[#" + number() + ", " + kind + " " + target.id() + "]";
    }
}

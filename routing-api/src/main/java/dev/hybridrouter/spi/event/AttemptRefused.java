package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import java.util.List;

/** An attempt was planned and is not made: something that was true when the request was planned has changed. */
public final class AttemptRefused implements AttemptEvent {
    private final RequestFacts facts;
    private final Target target;
    private final List<Rejection> reasons;

    private AttemptRefused(RequestFacts facts, Target target, List<Rejection> reasons) {
        this.facts = facts;
        this.target = target;
        this.reasons = reasons;
    }

    /**
     * Returns the event of an attempt that is not made.
     *
     * @param facts what may be known of the request
     * @param target the target
     * @param reasons why it is not made
     */
    public static AttemptRefused of(RequestFacts facts, Target target, List<Rejection> reasons) {
        return new AttemptRefused(
                Check.notNull(facts, "attemptRefused.facts"),
                Check.notNull(target, "attemptRefused.target"),
                Check.copy(reasons, "attemptRefused.reasons"));
    }

    @Override
    public RequestFacts facts() {
        return facts;
    }

    @Override
    public Target target() {
        return target;
    }

    /** Returns why it is not made; unmodifiable. */
    public List<Rejection> reasons() {
        return reasons;
    }

    @Override
    public String toString() {
        return "AttemptRefused[#" + number() + ", " + target.id() + ", " + reasons + "]";
    }
}

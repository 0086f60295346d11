package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;

/**
 * A provider reported a count of tokens that cannot be true of what it was asked: more than ten times the output that the request
 * allows, or than the input it can have. The router does not use the count: the attempt's money stays pending. Comes before
 * {@link AttemptEnded}.
 */
public final class UsageRejected implements AttemptEvent {
    private final RequestFacts facts;
    private final Target target;
    private final TokenUsage reported;

    private UsageRejected(RequestFacts facts, Target target, TokenUsage reported) {
        this.facts = facts;
        this.target = target;
        this.reported = reported;
    }

    /**
     * Returns the event of a count that is not used.
     *
     * @param facts what may be known of the request
     * @param target the target
     * @param reported what the provider reported
     */
    public static UsageRejected of(RequestFacts facts, Target target, TokenUsage reported) {
        return new UsageRejected(
                Check.notNull(facts, "usageRejected.facts"),
                Check.notNull(target, "usageRejected.target"),
                Check.notNull(reported, "usageRejected.reported"));
    }

    @Override
    public RequestFacts facts() {
        return facts;
    }

    @Override
    public Target target() {
        return target;
    }

    /** Returns what the provider reported. */
    public TokenUsage reported() {
        return reported;
    }

    @Override
    public String toString() {
        return "UsageRejected[#" + number() + ", " + target.id() + ", " + reported + "]";
    }
}

package dev.hybridrouter.spi;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Target;

/**
 * A target as constraints and strategies see it: its settings, its health at the instant of planning, and what it may
 * already hold of the request.
 *
 * @param target its settings
 * @param health its health
 * @param cachedTokens tokens of the request's input that the target's prompt cache is believed to hold, from the
 *     beginning of the prompt; a rough count, 0 where affinity is not configured and where constraints are checked again
 */
public record TargetView(Target target, TargetHealth health, long cachedTokens) {
    /** Refuses a negative count. */
    public TargetView {
        Check.atLeast(0, cachedTokens, "cachedTokens");
    }

    /** Creates a view of a target that holds nothing of the request. */
    public TargetView(Target target, TargetHealth health) {
        this(target, health, 0);
    }

    /** Returns the same view of a target that holds so many tokens of the request. */
    public TargetView holding(long tokens) {
        return new TargetView(target, health, tokens);
    }
}

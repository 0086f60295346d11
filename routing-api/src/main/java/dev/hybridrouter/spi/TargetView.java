package dev.hybridrouter.spi;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Target;

/**
 * A target as constraints and strategies see it: its settings, its health at the instant of planning, and what it may
 * already hold of the request. Immutable.
 */
public final class TargetView {
    private final Target target;
    private final TargetHealth health;
    private final long cachedTokens;

    private TargetView(Builder builder) {
        target = builder.target;
        health = builder.health;
        cachedTokens = builder.cachedTokens;
    }

    /** Returns a builder of the view of a target that holds nothing of the request. */
    public static Builder builder(Target target, TargetHealth health) {
        return new Builder(Check.notNull(target, "view.target"), Check.notNull(health, "view.health"));
    }

    /** Returns a builder that holds the values of this view. */
    public Builder toBuilder() {
        return new Builder(target, health).copy(this);
    }

    /** Returns the target's settings. */
    public Target target() {
        return target;
    }

    /** Returns its health. */
    public TargetHealth health() {
        return health;
    }

    /**
     * Returns the tokens of the request's input that the target's prompt cache is believed to hold, from the beginning of
     * the prompt; a rough count, 0 where affinity is not configured and where constraints are checked again.
     */
    public long cachedTokens() {
        return cachedTokens;
    }

    @Override
    public String toString() {
        return "TargetView[" + target.id() + ", " + health + ", cachedTokens=" + cachedTokens + "]";
    }

    /** Builds {@link TargetView}. Not thread-safe. */
    public static final class Builder {
        private final Target target;
        private final TargetHealth health;
        private long cachedTokens;

        private Builder(Target target, TargetHealth health) {
            this.target = target;
            this.health = health;
        }

        private Builder copy(TargetView view) {
            cachedTokens = view.cachedTokens;
            return this;
        }

        /** Sets the tokens of the request's input that its prompt cache is believed to hold, at least 0. Default: 0. */
        public Builder cachedTokens(long value) {
            cachedTokens = Check.atLeast(0, value, "view.cachedTokens");
            return this;
        }

        /** Returns the view. */
        public TargetView build() {
            return new TargetView(this);
        }
    }
}

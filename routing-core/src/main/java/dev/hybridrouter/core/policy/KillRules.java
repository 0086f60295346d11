package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rules that throw the kill switch, and how it opens again. Immutable.
 *
 * <p>A broken rule stops its scope for new attempts and lets those on the wire end. Unless {@link Builder#reopening} is set
 * it stays thrown until somebody opens it. Causes that are sticky, such as security, never open by themselves.
 */
public final class KillRules {
    private final List<KillRule> rules;
    private final @Nullable Reopening reopening;

    private KillRules(Builder builder) {
        rules = Check.notEmpty(builder.rules, "killRules");
        reopening = builder.reopening;
    }

    /** Returns a builder without rules. */
    public static Builder builder() {
        return new Builder();
    }

    /** The rules. */
    public List<KillRule> rules() {
        return rules;
    }

    /** How what a rule stopped opens by itself; empty if it does not. */
    public Optional<Reopening> reopening() {
        return Optional.ofNullable(reopening);
    }

    /**
     * Opens in stages: after the pause 10 % pass, a stage later 50 %, a stage later all; each only if what the rules count
     * allows for it. Of an error rate the share of its least attempts has to be made meanwhile, and borne; what was spent
     * within the window has to be below its limit. Otherwise it is looked at again a stage later. A rule that is broken
     * meanwhile throws the switch again.
     *
     * @param pause how long nothing passes at least
     * @param stage how long each share passes at least
     */
    public record Reopening(Duration pause, Duration stage) {
        /** Checks the parts. */
        public Reopening {
            Check.positive(pause, "killRules.reopening.pause");
            Check.positive(stage, "killRules.reopening.stage");
        }
    }

    /** Builds {@link KillRules}. Not thread-safe. */
    public static final class Builder {
        private final List<KillRule> rules = new ArrayList<>();
        private @Nullable Reopening reopening;

        private Builder() {}

        /** Adds a rule. */
        public Builder rule(KillRule value) {
            rules.add(Check.notNull(value, "killRules.rule"));
            return this;
        }

        /**
         * Lets what a rule stopped open by itself, unless the cause is sticky.
         *
         * @param pause how long nothing passes at least
         * @param stage how long 10 %, and then 50 %, pass at least
         */
        public Builder reopening(Duration pause, Duration stage) {
            reopening = new Reopening(pause, stage);
            return this;
        }

        /** Returns the rules; there has to be one. */
        public KillRules build() {
            return new KillRules(this);
        }
    }
}

package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Target;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The health of a target changed. Reported by the request that changed it; where several do at once, their events may come in
 * any order.
 */
public final class TargetChanged implements RouterEvent {
    private final Target target;
    private final Change change;
    private final @Nullable FailureKind cause;
    private final @Nullable Duration retryAfter;

    private TargetChanged(Builder builder) {
        target = builder.target;
        change = builder.change;
        cause = builder.cause;
        retryAfter = builder.retryAfter;
    }

    /** What changed. */
    public enum Change {
        /** It failed too often: attempts are kept away until a probe is due. */
        BREAKER_OPENED,
        /** A probe is on its way to it. */
        BREAKER_HALF_OPEN,
        /** Its probes succeeded: it serves all requests again. */
        BREAKER_CLOSED,
        /** Its provider asked to slow down: other targets are preferred for that time. */
        THROTTLED,
        /** Its provider refused credentials, model or retention: attempts are kept away until it is tried again. */
        MISCONFIGURED,
        /** It answered again after it was throttled or misconfigured. */
        RECOVERED
    }

    /** Returns a builder of a change without cause and without end. */
    public static Builder builder(Target target, Change change) {
        return new Builder(
                Check.notNull(target, "targetChanged.target"), Check.notNull(change, "targetChanged.change"));
    }

    /** Returns the target. */
    public Target target() {
        return target;
    }

    /** Returns what changed. */
    public Change change() {
        return change;
    }

    /** Returns the kind of the failure that changed it; empty if none did. */
    public Optional<FailureKind> cause() {
        return Optional.ofNullable(cause);
    }

    /** Returns how long the state lasts at least before the target is tried again; empty if it has no end of its own. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    @Override
    public String toString() {
        return "TargetChanged[" + target.id() + ", " + change + (cause == null ? "" : ", cause=" + cause)
                + (retryAfter == null ? "]" : ", retryAfter=" + retryAfter + "]");
    }

    /** Builds {@link TargetChanged}. Not thread-safe. */
    public static final class Builder {
        private final Target target;
        private final Change change;
        private @Nullable FailureKind cause;
        private @Nullable Duration retryAfter;

        private Builder(Target target, Change change) {
            this.target = target;
            this.change = change;
        }

        /** Sets the kind of the failure that changed it. Default: none. */
        public Builder cause(FailureKind value) {
            cause = Check.notNull(value, "targetChanged.cause");
            return this;
        }

        /** Sets how long the state lasts at least, zero or longer. Default: it has no end of its own. */
        public Builder retryAfter(Duration value) {
            retryAfter = Check.notNegative(value, "targetChanged.retryAfter");
            return this;
        }

        /** Returns the event. */
        public TargetChanged build() {
            return new TargetChanged(this);
        }
    }
}

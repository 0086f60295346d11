package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.TargetId;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the handling of data at a target was renewed, or somebody vouched for it. Facts that are wider than they
 * were are unknown until somebody vouches for them: {@link #isWider()} calls for that, and for a look at what was sent before.
 */
public final class HandlingChanged implements RouterEvent {
    private final TargetId target;
    private final Handling before;
    private final Handling now;
    private final Handling found;
    private final String by;
    private final String note;

    private HandlingChanged(Builder builder) {
        target = builder.target;
        before = builder.before;
        now = builder.now;
        found = builder.found == null ? builder.now : builder.found;
        by = Check.notBlank(builder.by, "handlingChanged.by");
        note = Check.notBlank(builder.note, "handlingChanged.note");
    }

    /**
     * Returns a builder of the event. {@link Builder#by} and {@link Builder#note} are required.
     *
     * @param target whose handling it is
     * @param before what counted until then
     * @param now what counts since
     */
    public static Builder builder(TargetId target, Handling before, Handling now) {
        return new Builder(
                Check.notNull(target, "handlingChanged.target"),
                Check.notNull(before, "handlingChanged.before"),
                Check.notNull(now, "handlingChanged.now"));
    }

    /** Returns whose handling it is. */
    public TargetId target() {
        return target;
    }

    /** Returns what counted until then. */
    public Handling before() {
        return before;
    }

    /** Returns what counts since. */
    public Handling now() {
        return now;
    }

    /** Returns what was found: as {@link #now()}, with the facts that are unknown until somebody vouches for them. */
    public Handling found() {
        return found;
    }

    /** Returns whether some of what was found is wider than what was known, and therefore unknown until vouched for. */
    public boolean isWider() {
        return !found.equals(now);
    }

    /** Returns who renewed it, or vouched for it. */
    public String by() {
        return by;
    }

    /** Returns why, in words. */
    public String note() {
        return note;
    }

    @Override
    public String toString() {
        return "HandlingChanged[" + target + ", before=" + before + ", now=" + now
                + (isWider() ? ", found=" + found : "") + ", by=" + by + ", note=" + note + "]";
    }

    /** Builds {@link HandlingChanged}. Not thread-safe. */
    public static final class Builder {
        private final TargetId target;
        private final Handling before;
        private final Handling now;
        private @Nullable Handling found;
        private String by = "";
        private String note = "";

        private Builder(TargetId target, Handling before, Handling now) {
            this.target = target;
            this.before = before;
            this.now = now;
        }

        /** Sets what was found. Default: what counts since. */
        public Builder found(Handling value) {
            found = Check.notNull(value, "handlingChanged.found");
            return this;
        }

        /** Sets who did it. Required. */
        public Builder by(String value) {
            by = Check.notBlank(value, "handlingChanged.by");
            return this;
        }

        /** Sets why, in words. Required. */
        public Builder note(String value) {
            note = Check.notBlank(value, "handlingChanged.note");
            return this;
        }

        /** Returns the event. */
        public HandlingChanged build() {
            return new HandlingChanged(this);
        }
    }
}

package dev.hybridrouter.api.control;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that was done to a kill switch. Immutable; equal by value. */
public final class KillEvent implements JsonWritable {
    private final Instant at;
    private final KillScope scope;
    private final KillCause cause;
    private final String note;
    private final String by;
    private final int openPercent;

    private KillEvent(Builder builder) {
        at = builder.at;
        scope = builder.scope;
        cause = builder.cause;
        note = Check.notBlank(builder.note, "kill.note");
        by = Check.notBlank(builder.by, "kill.by");
        openPercent = builder.openPercent;
    }

    /**
     * Returns a builder of the event that engaged a switch. {@link Builder#note} and {@link Builder#by} are required.
     *
     * @param at when
     * @param scope which switch
     * @param cause why it is, or was, engaged
     */
    public static Builder builder(Instant at, KillScope scope, KillCause cause) {
        return new Builder(
                Check.notNull(at, "kill.at"), Check.notNull(scope, "kill.scope"), Check.notNull(cause, "kill.cause"));
    }

    /** Returns when. */
    public Instant at() {
        return at;
    }

    /** Returns which switch. */
    public KillScope scope() {
        return scope;
    }

    /** Returns why it is, or was, engaged. */
    public KillCause cause() {
        return cause;
    }

    /** Returns why this was done, in words. */
    public String note() {
        return note;
    }

    /** Returns who did it. */
    public String by() {
        return by;
    }

    /** Returns the share of requests let through since, in percent: 0 engaged, 100 open again. */
    public int openPercent() {
        return openPercent;
    }

    /**
     * Returns the event as one JSON object: {@code at}, {@code scope} as {@link KillScope#key()} has it, {@code cause}, {@code note},
     * {@code by}, {@code open_percent}. The scope may name a tenant. Names and order of the fields are stable, new ones may be added
     * between them.
     */
    @Override
    public String toJson() {
        return new JsonObject()
                .text("at", at.toString())
                .text("scope", scope.key())
                .text("cause", cause.name())
                .text("note", note)
                .text("by", by)
                .number("open_percent", openPercent)
                .end();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KillEvent that
                && at.equals(that.at)
                && scope.equals(that.scope)
                && cause == that.cause
                && note.equals(that.note)
                && by.equals(that.by)
                && openPercent == that.openPercent;
    }

    @Override
    public int hashCode() {
        return Objects.hash(at, scope, cause, note, by, openPercent);
    }

    @Override
    public String toString() {
        return "KillEvent[at=" + at + ", scope=" + scope + ", cause=" + cause + ", note=" + note + ", by=" + by
                + ", openPercent=" + openPercent + "]";
    }

    /** Builds {@link KillEvent}. Not thread-safe. */
    public static final class Builder {
        private final Instant at;
        private final KillScope scope;
        private final KillCause cause;
        private String note = "";
        private String by = "";
        private int openPercent;

        private Builder(Instant at, KillScope scope, KillCause cause) {
            this.at = at;
            this.scope = scope;
            this.cause = cause;
        }

        /** Sets why this was done, in words. Required. */
        public Builder note(String value) {
            note = Check.notBlank(value, "kill.note");
            return this;
        }

        /** Sets who did it. Required. */
        public Builder by(String value) {
            by = Check.notBlank(value, "kill.by");
            return this;
        }

        /** Sets the share of requests let through since, 0 to 100 percent. Default: 0, engaged. */
        public Builder openPercent(int value) {
            Check.between(0, 100, value, "kill.openPercent");
            openPercent = value;
            return this;
        }

        /** Returns the event. */
        public KillEvent build() {
            return new KillEvent(this);
        }
    }
}

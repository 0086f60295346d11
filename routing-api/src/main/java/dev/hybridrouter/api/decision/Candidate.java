package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import dev.hybridrouter.api.target.TargetId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A target considered for one request, with its verdict. Immutable; equal by value. */
public final class Candidate implements JsonWritable {
    private final TargetId target;
    private final List<Rejection> rejections;
    private final List<Evidence> evidence;

    private Candidate(Builder builder) {
        target = builder.target;
        rejections = builder.rejections;
        evidence = builder.evidence;
    }

    /** Returns a builder of the verdict on an admissible target, without evidence. */
    public static Builder builder(TargetId target) {
        return new Builder(Check.notNull(target, "candidate.target"));
    }

    /** Returns the target. */
    public TargetId target() {
        return target;
    }

    /** Returns why it was removed; empty if it is admissible. Unmodifiable. */
    public List<Rejection> rejections() {
        return rejections;
    }

    /**
     * Returns what shows that it keeps to what the request requires; empty where the request requires nothing that needs
     * evidence, or where the target was removed. Unmodifiable.
     */
    public List<Evidence> evidence() {
        return evidence;
    }

    /** Returns whether no constraint removed it. */
    public boolean admissible() {
        return rejections.isEmpty();
    }

    /**
     * Returns the candidate as one JSON object, without prompt or answer text. Names and order of the fields are stable, new ones may be added
     * between them; an empty list is left out.
     */
    @Override
    public String toJson() {
        JsonObject json = new JsonObject().text("target", target.value()).flag("admissible", admissible());
        if (!rejections.isEmpty()) {
            json.list("rejections", rejections, Rejection::toJson);
        }
        if (!evidence.isEmpty()) {
            json.list("evidence", evidence, shown -> new JsonObject()
                    .text("requirement", shown.requirement().name())
                    .text("detail", shown.detail())
                    .end());
        }
        return json.end();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Candidate that
                && target.equals(that.target)
                && rejections.equals(that.rejections)
                && evidence.equals(that.evidence);
    }

    @Override
    public int hashCode() {
        return Objects.hash(target, rejections, evidence);
    }

    @Override
    public String toString() {
        return target + (rejections.isEmpty() ? " admissible" : " rejected " + rejections);
    }

    /** Builds {@link Candidate}. Not thread-safe. */
    public static final class Builder {
        private final TargetId target;
        private List<Rejection> rejections = List.of();
        private List<Evidence> evidence = List.of();

        private Builder(TargetId target) {
            this.target = target;
        }

        /** Sets why it was removed. Default: none, the target is admissible. */
        public Builder rejections(List<Rejection> value) {
            rejections = Check.copy(value, "candidate.rejections");
            return this;
        }

        /** Sets what shows that it keeps to what the request requires. Default: none. */
        public Builder evidence(List<Evidence> value) {
            evidence = Check.copy(value, "candidate.evidence");
            return this;
        }

        /** Returns the verdict. */
        public Candidate build() {
            return new Candidate(this);
        }
    }
}

package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import java.time.Instant;
import java.util.List;

/** A policy as it was activated. Immutable. */
public final class PolicySnapshot {
    private final long version;
    private final RoutingPolicy policy;
    private final Instant since;
    private final String by;
    private final String note;
    private final List<PolicyChange> changes;

    private PolicySnapshot(Builder builder) {
        version = builder.version;
        policy = builder.policy;
        since = builder.since;
        by = Check.notBlank(builder.by, "snapshot.by");
        note = Check.notBlank(builder.note, "snapshot.note");
        changes = builder.changes;
    }

    /**
     * Returns a builder of a snapshot. {@link Builder#by} and {@link Builder#note} are required.
     *
     * @param version its running number, from 1
     * @param policy the policy
     * @param since when it was activated
     */
    public static Builder builder(long version, RoutingPolicy policy, Instant since) {
        return new Builder(
                Check.atLeast(1, version, "snapshot.version"),
                Check.notNull(policy, "snapshot.policy"),
                Check.notNull(since, "snapshot.since"));
    }

    /** Returns its running number, from 1; the plan of each decision names it. */
    public long version() {
        return version;
    }

    /** Returns the policy. */
    public RoutingPolicy policy() {
        return policy;
    }

    /** Returns when it was activated. */
    public Instant since() {
        return since;
    }

    /** Returns who activated it. */
    public String by() {
        return by;
    }

    /** Returns why, in words. */
    public String note() {
        return note;
    }

    /** Returns how it differs from the one before; empty for the first. Unmodifiable. */
    public List<PolicyChange> changes() {
        return changes;
    }

    @Override
    public String toString() {
        return "PolicySnapshot[version=" + version + ", since=" + since + ", by=" + by + ", note=" + note + ", changes="
                + changes + "]";
    }

    /** Builds {@link PolicySnapshot}. Not thread-safe. */
    public static final class Builder {
        private final long version;
        private final RoutingPolicy policy;
        private final Instant since;
        private String by = "";
        private String note = "";
        private List<PolicyChange> changes = List.of();

        private Builder(long version, RoutingPolicy policy, Instant since) {
            this.version = version;
            this.policy = policy;
            this.since = since;
        }

        /** Sets who activated it. Required. */
        public Builder by(String value) {
            by = Check.notBlank(value, "snapshot.by");
            return this;
        }

        /** Sets why, in words. Required. */
        public Builder note(String value) {
            note = Check.notBlank(value, "snapshot.note");
            return this;
        }

        /** Sets how it differs from the one before. Default: nothing. */
        public Builder changes(List<PolicyChange> value) {
            changes = Check.copy(value, "snapshot.changes");
            return this;
        }

        /** Returns the snapshot. */
        public PolicySnapshot build() {
            return new PolicySnapshot(this);
        }
    }
}

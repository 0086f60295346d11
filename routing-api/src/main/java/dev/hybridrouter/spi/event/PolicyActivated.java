package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.internal.Check;
import java.util.List;

/** A routing policy was activated while the router works: requests that are planned from now on follow it. */
public final class PolicyActivated implements RouterEvent {
    private final long version;
    private final String by;
    private final String note;
    private final List<String> changes;

    private PolicyActivated(long version, String by, String note, List<String> changes) {
        this.version = version;
        this.by = by;
        this.note = note;
        this.changes = changes;
    }

    /**
     * Returns the event of a policy that was activated.
     *
     * @param version its running number, from 1; the plan of each decision names it
     * @param by who activated it
     * @param note why, in words
     * @param changes how it differs from the one before, a line for each field
     */
    public static PolicyActivated of(long version, String by, String note, List<String> changes) {
        return new PolicyActivated(
                Check.atLeast(1, version, "policyActivated.version"),
                Check.notBlank(by, "policyActivated.by"),
                Check.notBlank(note, "policyActivated.note"),
                Check.copy(changes, "policyActivated.changes"));
    }

    /** Returns its running number, from 1; the plan of each decision names it. */
    public long version() {
        return version;
    }

    /** Returns who activated it. */
    public String by() {
        return by;
    }

    /** Returns why, in words. */
    public String note() {
        return note;
    }

    /** Returns how it differs from the one before, a line for each field; unmodifiable. */
    public List<String> changes() {
        return changes;
    }

    @Override
    public String toString() {
        return "PolicyActivated[version=" + version + ", by=" + by + ", note=" + note + ", changes=" + changes + "]";
    }
}

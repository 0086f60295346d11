package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import java.time.Instant;
import java.util.List;

/**
 * A policy as it was put into force.
 *
 * @param version its running number, from 1; the plan of each decision names it
 * @param policy the policy
 * @param since when it came into force
 * @param by who put it into force
 * @param note why, in words
 * @param changes in what it differs from the one before; empty for the first
 */
public record PolicySnapshot(
        long version, RoutingPolicy policy, Instant since, String by, String note, List<PolicyChange> changes) {
    /** Checks the parts. */
    public PolicySnapshot {
        Check.atLeast(1, version, "snapshot.version");
        Check.notNull(policy, "snapshot.policy");
        Check.notNull(since, "snapshot.since");
        Check.notBlank(by, "snapshot.by");
        Check.notBlank(note, "snapshot.note");
        changes = Check.copy(changes, "snapshot.changes");
    }
}

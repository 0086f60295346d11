package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.TargetId;
import java.util.List;

/**
 * A target considered for one request, with its verdict.
 *
 * @param target the target
 * @param rejections why it was removed; empty if it is admissible
 */
public record Candidate(TargetId target, List<Rejection> rejections) {
    /** Copies the list. */
    public Candidate {
        Check.notNull(target, "candidate.target");
        rejections = Check.copy(rejections, "candidate.rejections");
    }

    /** Whether no constraint removed it. */
    public boolean isAdmissible() {
        return rejections.isEmpty();
    }
}

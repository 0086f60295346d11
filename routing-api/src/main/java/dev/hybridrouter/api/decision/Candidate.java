package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.TargetId;
import java.util.List;

/**
 * A target considered for one request, with its verdict.
 *
 * @param target the target
 * @param rejections why it was removed; empty if it is admissible
 * @param evidence what shows that it keeps to what the request requires; empty where the request requires nothing that needs
 *     evidence, or where the target was removed
 */
public record Candidate(TargetId target, List<Rejection> rejections, List<Evidence> evidence) {
    /** Copies the lists. */
    public Candidate {
        Check.notNull(target, "candidate.target");
        rejections = Check.copy(rejections, "candidate.rejections");
        evidence = Check.copy(evidence, "candidate.evidence");
    }

    /** Creates a verdict without evidence. */
    public Candidate(TargetId target, List<Rejection> rejections) {
        this(target, rejections, List.of());
    }

    /** Whether no constraint removed it. */
    public boolean isAdmissible() {
        return rejections.isEmpty();
    }
}

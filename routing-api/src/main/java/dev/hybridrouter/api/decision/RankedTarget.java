package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.TargetId;
import java.util.List;

/**
 * An admissible target at its place in the ranking.
 *
 * @param target the target
 * @param scores what the strategies made of it, in the order in which they decide
 */
public record RankedTarget(TargetId target, List<Score> scores) {
    /** Copies the list. */
    public RankedTarget {
        Check.notNull(target, "ranked.target");
        scores = Check.copy(scores, "ranked.scores");
    }
}

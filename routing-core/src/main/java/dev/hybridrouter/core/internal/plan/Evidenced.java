package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.core.internal.tools.Residency;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An admitted target with its evidence, and what that follows from: most requests of a router require the same, so that the
 * texts of one serve the next. Immutable; holds nothing else of a request.
 */
record Evidenced(
        Handling handling,
        @Nullable ResidencyRequirement residency,
        @Nullable Duration maxRetention,
        Sharing maxSharing,
        Candidate candidate) {

    /** Returns the evidence of a target for a request that requires some. */
    static Evidenced of(RequestContext context, Handling handling, Candidate admitted) {
        return new Evidenced(
                handling,
                context.residency().orElse(null),
                context.maxRetention().orElse(null),
                context.maxSharing(),
                Candidate.builder(admitted.target())
                        .evidence(Residency.evidence(context, handling))
                        .build());
    }

    /** Returns whether a request requires evidence at all. */
    static boolean isNeeded(RequestContext context) {
        return context.residency().isPresent()
                || context.maxRetention().isPresent()
                || context.maxSharing() != Sharing.UNKNOWN;
    }

    /** Returns whether this is the evidence for another request too. */
    boolean isFor(RequestContext context, Handling known) {
        return handling.equals(known)
                && maxSharing == context.maxSharing()
                && Objects.equals(residency, context.residency().orElse(null))
                && Objects.equals(maxRetention, context.maxRetention().orElse(null));
    }
}

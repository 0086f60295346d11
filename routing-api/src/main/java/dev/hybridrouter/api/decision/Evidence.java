package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.internal.Check;

/**
 * What shows that a target keeps to a requirement of the request.
 *
 * @param requirement what a target without it is rejected for: {@link RejectionReason#RESIDENCY},
 *     {@link RejectionReason#RETENTION}, or {@link RejectionReason#SHARING}
 * @param detail one line for people: what the target does, who says so and when it was said
 */
public record Evidence(RejectionReason requirement, String detail) {
    /** Refuses blank texts. */
    public Evidence {
        Check.notNull(requirement, "evidence.requirement");
        Check.notBlank(detail, "evidence.detail");
    }

    @Override
    public String toString() {
        return requirement + ": " + detail;
    }
}

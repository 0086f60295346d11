package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.internal.Check;

/**
 * Why a target was not considered, or a request not sent, and what can be done about it.
 *
 * @param reason the typed reason
 * @param detail one line for people, without prompt or answer text
 * @param remedy what the caller or operator can do
 */
public record Rejection(RejectionReason reason, String detail, String remedy) {
    /** Refuses blank texts. */
    public Rejection {
        Check.notNull(reason, "rejection.reason");
        Check.notBlank(detail, "rejection.detail");
        Check.notBlank(remedy, "rejection.remedy");
    }

    @Override
    public String toString() {
        return reason + ": " + detail + " (" + remedy + ")";
    }
}

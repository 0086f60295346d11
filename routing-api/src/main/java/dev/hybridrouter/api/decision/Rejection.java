package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.internal.Check;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why a target was not considered, or a request not sent, and what can be done about it. Immutable; equal by value. */
public final class Rejection {
    private final RejectionReason reason;
    private final String detail;
    private final String remedy;

    private Rejection(RejectionReason reason, String detail, String remedy) {
        this.reason = reason;
        this.detail = detail;
        this.remedy = remedy;
    }

    /**
     * Returns a rejection.
     *
     * @param reason the typed reason
     * @param detail one line for people, without prompt or answer text
     * @param remedy what the caller or operator can do
     */
    public static Rejection of(RejectionReason reason, String detail, String remedy) {
        return new Rejection(
                Check.notNull(reason, "rejection.reason"),
                Check.notBlank(detail, "rejection.detail"),
                Check.notBlank(remedy, "rejection.remedy"));
    }

    /** Returns the typed reason. */
    public RejectionReason reason() {
        return reason;
    }

    /** Returns one line for people, without prompt or answer text. */
    public String detail() {
        return detail;
    }

    /** Returns what the caller or operator can do. */
    public String remedy() {
        return remedy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rejection that
                && reason == that.reason
                && detail.equals(that.detail)
                && remedy.equals(that.remedy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reason, detail, remedy);
    }

    @Override
    public String toString() {
        return reason + ": " + detail + " (" + remedy + ")";
    }
}

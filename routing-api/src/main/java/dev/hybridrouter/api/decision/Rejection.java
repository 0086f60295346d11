package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import dev.hybridrouter.api.target.Capability;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a target was not considered, or a request not sent, and what can be done about it. Immutable; equal by value. */
public final class Rejection implements JsonWritable {
    private final RejectionReason reason;
    private final String detail;
    private final String remedy;
    private final Set<Capability> missing;
    private final @Nullable Duration retryAfter;

    private Rejection(
            RejectionReason reason,
            String detail,
            String remedy,
            Set<Capability> missing,
            @Nullable Duration retryAfter) {
        this.reason = reason;
        this.detail = detail;
        this.remedy = remedy;
        this.missing = missing;
        this.retryAfter = retryAfter;
    }

    /**
     * Returns a rejection for which no capability is missing, and of which nobody knows when it will be over.
     *
     * @param reason the typed reason
     * @param detail one line for people, without prompt or answer text
     * @param remedy what the caller or operator can do
     */
    public static Rejection of(RejectionReason reason, String detail, String remedy) {
        return new Rejection(
                Check.notNull(reason, "rejection.reason"),
                Check.notBlank(detail, "rejection.detail"),
                Check.notBlank(remedy, "rejection.remedy"),
                Set.of(),
                null);
    }

    /** Returns this rejection with the capabilities that the request needs and the target lacks. */
    public Rejection withMissing(Set<Capability> capabilities) {
        return new Rejection(reason, detail, remedy, Check.copy(capabilities, "rejection.missing"), retryAfter);
    }

    /** Returns this rejection with how long it is likely to last, zero or longer. */
    public Rejection withRetryAfter(Duration wait) {
        return new Rejection(reason, detail, remedy, missing, Check.notNegative(wait, "rejection.retryAfter"));
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

    /** Returns the capabilities that the request needs and the target lacks; empty for other reasons. Unmodifiable. */
    public Set<Capability> missing() {
        return missing;
    }

    /** Returns how long the rejection is likely to last, counted from when it was made; empty if that is unknown. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Returns the rejection as one JSON object, without prompt or answer text. Names and order of the fields are stable, new ones may be added
     * between them; what is unknown is left out.
     */
    @Override
    public String toJson() {
        JsonObject json = new JsonObject()
                .text("reason", reason.name())
                .text("detail", detail)
                .text("remedy", remedy);
        if (!missing.isEmpty()) {
            json.list("missing", missing.stream().sorted().toList(), each -> JsonObject.quote(each.name()));
        }
        retryAfter().ifPresent(wait -> json.number("retry_after_ms", wait.toMillis()));
        return json.end();
    }

    /** Returns whether the other rejection differs at most in {@link #retryAfter()}. */
    public boolean isLike(Rejection other) {
        return reason == other.reason
                && detail.equals(other.detail)
                && remedy.equals(other.remedy)
                && missing.equals(other.missing);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rejection that && isLike(that) && Objects.equals(retryAfter, that.retryAfter);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reason, detail, remedy, missing, retryAfter);
    }

    @Override
    public String toString() {
        return reason + ": " + detail + " (" + remedy
                + (retryAfter == null ? ")" : "; retry after " + retryAfter.toMillis() + " ms)");
    }
}

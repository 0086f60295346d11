package dev.hybridrouter.api.failure;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One failed attempt as its adapter classified it. The message is safe to log: it never holds prompt or answer text.
 * Immutable.
 */
public final class ProviderFailure implements JsonWritable {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:/-]{1,80}");

    private final FailureKind kind;
    private final String message;
    private final Billing billing;
    private final HealthImpact health;
    private final @Nullable String code;
    private final @Nullable Duration retryAfter;
    private final @Nullable String requestId;
    private final @Nullable Throwable cause;

    private ProviderFailure(Builder builder) {
        kind = builder.kind;
        message = builder.message;
        billing = builder.billing;
        health = builder.health;
        code = builder.code;
        retryAfter = builder.retryAfter;
        requestId = builder.requestId;
        cause = builder.cause;
    }

    /** Returns a failure without further details. */
    public static ProviderFailure of(FailureKind kind, String message) {
        return builder(kind, message).build();
    }

    /**
     * Returns a builder.
     *
     * @param kind what went wrong
     * @param message one line without prompt or answer text
     */
    public static Builder builder(FailureKind kind, String message) {
        return new Builder(Check.notNull(kind, "failure.kind"), Check.notNull(message, "failure.message"));
    }

    /** Returns a builder that holds the values of this failure. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** What went wrong. */
    public FailureKind kind() {
        return kind;
    }

    /** One line without prompt or answer text. */
    public String message() {
        return message;
    }

    /** Whether the provider charges for the attempt; by default what its kind says. */
    public Billing billing() {
        return billing;
    }

    /** Returns what it says about the health of the target; by default what its kind says. */
    public HealthImpact health() {
        return health;
    }

    /**
     * Returns the provider's own error code, such as {@code ExpiredTokenException}, by which failures of one kind are told
     * apart; empty if the provider gave none. It is a name without spaces and safe to log.
     */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** Returns how long the provider asked to wait, at most an hour; empty if it named no time. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The provider's own request id, for its support. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** The provider's exception. Its message may quote the request: do not log it unseen. */
    public Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    /**
     * Returns the failure as one JSON object, without prompt or answer text. Names and order of the fields are stable, new ones may be added
     * between them; what is unknown, and the cause, are left out.
     */
    @Override
    public String toJson() {
        JsonObject json = new JsonObject()
                .text("kind", kind.name())
                .text("message", message)
                .text("billing", billing.name())
                .text("health", health.name());
        code().ifPresent(value -> json.text("code", value));
        retryAfter().ifPresent(wait -> json.number("retry_after_ms", wait.toMillis()));
        requestId().ifPresent(id -> json.text("request_id", id));
        return json.end();
    }

    /** Returns kind, code, message, time to wait and request id, as far as known. A code that the message has is not repeated. */
    @Override
    public String toString() {
        return kind
                + (code == null || message.contains(code) ? "" : " " + code)
                + ": "
                + message
                + (retryAfter == null ? "" : " (retry after " + retryAfter.toMillis() + " ms)")
                + (requestId == null ? "" : " (request id " + requestId + ")");
    }

    /** Builds {@link ProviderFailure}. Not thread-safe. */
    public static final class Builder {
        private final FailureKind kind;
        private final String message;
        private Billing billing;
        private HealthImpact health;
        private @Nullable String code;
        private @Nullable Duration retryAfter;
        private @Nullable String requestId;
        private @Nullable Throwable cause;

        private Builder(FailureKind kind, String message) {
            this.kind = kind;
            this.message = message;
            this.billing = kind.billing();
            this.health = kind.health();
        }

        private Builder(ProviderFailure from) {
            this.kind = from.kind;
            this.message = from.message;
            this.billing = from.billing;
            this.health = from.health;
            this.code = from.code;
            this.retryAfter = from.retryAfter;
            this.requestId = from.requestId;
            this.cause = from.cause;
        }

        /** Sets whether the provider charges. */
        public Builder billing(Billing value) {
            billing = Check.notNull(value, "failure.billing");
            return this;
        }

        /** Sets what it says about the health of the target. Default: what the kind says. */
        public Builder health(HealthImpact value) {
            health = Check.notNull(value, "failure.health");
            return this;
        }

        /**
         * Sets the provider's own error code. Default: none.
         *
         * @param value a name of at most 80 letters, digits and characters of {@code . _ - : /}
         */
        public Builder code(String value) {
            if (!CODE.matcher(Check.notNull(value, "failure.code")).matches()) {
                // the value may be text of the provider, which may quote the request
                throw Check.invalid(
                        "failure.code", value.length() + " characters", "at most 80 of A-Z a-z 0-9 . _ - : /");
            }
            code = value;
            return this;
        }

        /**
         * Sets how long the provider asked to wait; zero or longer. More than an hour counts as an hour: no answer takes a target
         * away for longer. Default: none.
         */
        public Builder retryAfter(Duration value) {
            Check.notNegative(value, "failure.retryAfter");
            retryAfter = value.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : value;
            return this;
        }

        /** Sets the provider's own request id. */
        public Builder requestId(String value) {
            requestId = Check.notBlank(value, "failure.requestId");
            return this;
        }

        /** Sets the provider's exception. */
        public Builder cause(Throwable value) {
            cause = Check.notNull(value, "failure.cause");
            return this;
        }

        /** Returns the failure. */
        public ProviderFailure build() {
            return new ProviderFailure(this);
        }
    }
}

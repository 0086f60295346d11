package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import dev.hybridrouter.api.target.Money;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that left the process for a request and was no attempt, with its end. Immutable. */
public final class SideCall implements JsonWritable {
    private final Kind kind;
    private final String name;
    private final Outcome outcome;
    private final @Nullable String model;
    private final @Nullable String region;
    private final long elapsedNanos;
    private final @Nullable Money cost;
    private final boolean costPending;

    private SideCall(Builder builder) {
        kind = builder.kind;
        name = builder.name;
        outcome = builder.outcome;
        model = builder.model;
        region = builder.region;
        elapsedNanos = builder.elapsedNanos;
        cost = builder.cost;
        costPending = builder.costPending;
    }

    /** What was called. */
    public enum Kind {
        /** An embedder, to look for a similar request. */
        EMBEDDING(FlowKind.EMBEDDING),
        /** A guard outside the process. */
        REMOTE_GUARD(FlowKind.REMOTE_GUARD),
        /** The second level of the cache. */
        SHARED_CACHE(FlowKind.SHARED_CACHE),
        /** A provider that counts tokens. */
        TOKEN_COUNT(FlowKind.TOKEN_COUNT),
        /**
         * Whoever was sent the data along with an attempt because of the request's provider options, such as a guardrail of the
         * provider. Part of that attempt, with no time or cost of its own.
         */
        OPTIONS(FlowKind.OPTIONS);

        private final FlowKind flow;

        Kind(FlowKind flow) {
            this.flow = flow;
        }

        /** Returns the kind of flow that such calls are. */
        public FlowKind flow() {
            return flow;
        }
    }

    /** How it ended. */
    public enum Outcome {
        /** It answered. */
        ANSWERED,
        /** It failed. */
        FAILED,
        /** It did not answer in time. */
        TIMED_OUT,
        /** It was cancelled. */
        CANCELLED,
        /** It was part of an attempt, which says how it ended. */
        SENT_ALONG,
        /** It was not made: residency, retention, a breaker, a budget, the kill switch, or a closed router stopped it. */
        REFUSED
    }

    /**
     * Returns a builder of a call that took no time and whose cost is unknown.
     *
     * @param kind what was called
     * @param name its id, for example the embedder's or the guard's
     * @param outcome how it ended
     */
    public static Builder builder(Kind kind, String name, Outcome outcome) {
        return new Builder(
                Check.notNull(kind, "sideCall.kind"),
                Check.name(name, "sideCall.name"),
                Check.notNull(outcome, "sideCall.outcome"));
    }

    /** Returns what was called. */
    public Kind kind() {
        return kind;
    }

    /** Returns its id, for example the embedder's or the guard's. */
    public String name() {
        return name;
    }

    /** Returns the id of the flow it was part of, as {@code HybridRouter.dataMap()} has it. */
    public String flow() {
        return kind.flow().id(name);
    }

    /** Returns the model that was called; empty if there is none, or it is not known. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** Returns the region that was called; empty if it is not known. */
    public Optional<String> region() {
        return Optional.ofNullable(region);
    }

    /** Returns how it ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns how long it took, in nanoseconds. */
    public long elapsedNanos() {
        return elapsedNanos;
    }

    /** Returns how long it took. */
    public Duration elapsed() {
        return Duration.ofNanos(elapsedNanos);
    }

    /** Returns what it cost, or the most it can cost while that is {@linkplain #costPending() pending}; empty if unknown. */
    public Optional<Money> cost() {
        return Optional.ofNullable(cost);
    }

    /** Returns whether it may be billed at any amount up to {@link #cost()}, and nobody knows yet which. */
    public boolean costPending() {
        return costPending;
    }

    /**
     * Returns the call as one JSON object, without prompt or answer text. Names and order of the fields are stable, new ones may be added
     * between them; what is unknown is left out.
     */
    @Override
    public String toJson() {
        JsonObject json =
                new JsonObject().text("kind", kind.name()).text("name", name).text("flow", flow());
        model().ifPresent(value -> json.text("model", value));
        region().ifPresent(value -> json.text("region", value));
        json.text("outcome", outcome.name()).number("took_ns", elapsedNanos);
        cost().ifPresent(amount -> json.number("cost_nano_usd", amount.nanoUsd()));
        return json.flag("cost_pending", costPending).end();
    }

    @Override
    public String toString() {
        return kind + " " + name + " " + outcome + " " + elapsed().toMillis() + " ms, cost "
                + (cost == null ? "unknown" : cost);
    }

    /** Builds {@link SideCall}. Not thread-safe. */
    public static final class Builder {
        private final Kind kind;
        private final String name;
        private final Outcome outcome;
        private @Nullable String model;
        private @Nullable String region;
        private long elapsedNanos;
        private @Nullable Money cost;
        private boolean costPending;

        private Builder(Kind kind, String name, Outcome outcome) {
            this.kind = kind;
            this.name = name;
            this.outcome = outcome;
        }

        /** Sets the model that was called. Default: none. */
        public Builder model(String value) {
            model = Check.notBlank(value, "sideCall.model");
            return this;
        }

        /** Sets the region that was called. Default: unknown. */
        public Builder region(String value) {
            region = Check.notBlank(value, "sideCall.region");
            return this;
        }

        /** Sets how long it took, zero or longer. Default: zero. */
        public Builder elapsed(Duration value) {
            elapsedNanos = Check.notNegative(value, "sideCall.elapsed").toNanos();
            return this;
        }

        /** Sets the most it can cost while nobody knows what it did cost. */
        public Builder pendingCost(Money most) {
            costPending = true;
            return cost(most);
        }

        /** Sets what it cost. Default: unknown. */
        public Builder cost(Money value) {
            cost = Check.notNull(value, "sideCall.cost");
            return this;
        }

        /** Returns the call. */
        public SideCall build() {
            return new SideCall(this);
        }
    }
}

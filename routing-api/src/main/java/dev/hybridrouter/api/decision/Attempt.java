package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TargetId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One call of one target, with its end. Immutable. */
public final class Attempt implements JsonWritable {
    private final AttemptKind kind;
    private final TargetId target;
    private final long startNanos;
    private final long endNanos;
    private final TokenUsage usage;
    private final @Nullable Money cost;
    private final boolean costEstimated;
    private final boolean costPending;
    private final long ledgerLine;
    private final @Nullable ProviderFailure failure;
    private final @Nullable String provider;
    private final @Nullable String model;
    private final @Nullable String region;

    private Attempt(Builder builder) {
        kind = builder.kind;
        target = builder.target;
        startNanos = builder.startNanos;
        endNanos = builder.endNanos;
        usage = builder.usage;
        cost = builder.cost;
        costEstimated = builder.costEstimated;
        costPending = builder.costPending;
        ledgerLine = builder.ledgerLine;
        failure = builder.failure;
        provider = builder.provider;
        model = builder.model;
        region = builder.region;
    }

    /** Returns a builder of an attempt of unknown usage and cost. */
    public static Builder builder(AttemptKind kind, TargetId target) {
        return new Builder(Check.notNull(kind, "attempt.kind"), Check.notNull(target, "attempt.target"));
    }

    /** Why it was made. */
    public AttemptKind kind() {
        return kind;
    }

    /** The target it called. */
    public TargetId target() {
        return target;
    }

    /** When it began, counted from the moment the request was made. */
    public Duration startedAfter() {
        return Duration.ofNanos(startNanos);
    }

    /** How long it took, in nanoseconds. */
    public long durationNanos() {
        return endNanos - startNanos;
    }

    /** How long it took. */
    public Duration duration() {
        return Duration.ofNanos(durationNanos());
    }

    /** Tokens it used, as far as known. */
    public TokenUsage usage() {
        return usage;
    }

    /** Returns what it cost, or the most it can cost while that is {@linkplain #costPending() pending}; empty if unknown. */
    public Optional<Money> cost() {
        return Optional.ofNullable(cost);
    }

    /** Returns {@link #cost()} in nano-dollars; -1 if it is unknown. For meters and listeners, which ask at each attempt. */
    public long costNanoUsd() {
        return cost == null ? -1 : cost.nanoUsd();
    }

    /** Whether the cost was estimated, because the provider never said what was used. */
    public boolean costEstimated() {
        return costEstimated;
    }

    /**
     * Returns whether the provider may bill any amount up to {@link #cost()}, and nobody knows yet which: the attempt ended without
     * the provider's count of tokens, or with one that cannot be true. The amount is pending in the ledger under
     * {@link #ledgerLine()}.
     */
    public boolean costPending() {
        return costPending;
    }

    /**
     * The line of the ledger that held its money; empty without budgets. A line of unknown cost is pending and can be
     * reconciled under this number.
     */
    public OptionalLong ledgerLine() {
        return ledgerLine < 0 ? OptionalLong.empty() : OptionalLong.of(ledgerLine);
    }

    /** How it failed; empty if it answered. */
    public Optional<ProviderFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns the id of the adapter that was called; empty if the record does not say. */
    public Optional<String> provider() {
        return Optional.ofNullable(provider);
    }

    /** Returns the model or inference profile that was called; empty if the record does not say. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** Returns the region that was called; empty if the target has none, or the record does not say. */
    public Optional<String> region() {
        return Optional.ofNullable(region);
    }

    /** Returns the id of the flow it was part of, as {@code HybridRouter.dataMap()} has it. */
    public String flow() {
        return FlowKind.TARGET.id(target.value());
    }

    /**
     * Returns the attempt as one JSON object, without prompt or answer text. Names and order of the fields are stable, new ones may be added
     * between them; what is unknown is left out.
     */
    @Override
    public String toJson() {
        JsonObject json = new JsonObject().text("target", target.value());
        provider().ifPresent(value -> json.text("provider", value));
        model().ifPresent(value -> json.text("model", value));
        region().ifPresent(value -> json.text("region", value));
        json.text("flow", flow());
        json.text("kind", kind.name()).number("after_ns", startNanos).number("took_ns", durationNanos());
        failure().ifPresent(value -> json.json("failure", value.toJson()));
        json.json("usage", usage.toJson());
        cost().ifPresent(amount -> json.number("cost_nano_usd", amount.nanoUsd()));
        json.flag("cost_estimated", costEstimated).flag("cost_pending", costPending);
        ledgerLine().ifPresent(line -> json.number("ledger_line", line));
        return json.end();
    }

    @Override
    public String toString() {
        return kind + " " + target + " " + duration().toMillis() + " ms "
                + (failure == null ? "answered" : failure + where());
    }

    /** Returns what was called, as support and administrators ask for it: {@code " [model in region]"}. */
    private String where() {
        return model == null ? "" : " [" + model + (region == null ? "" : " in " + region) + "]";
    }

    /** Builds {@link Attempt}. Not thread-safe. */
    public static final class Builder {
        private final AttemptKind kind;
        private final TargetId target;
        private long startNanos;
        private long endNanos;
        private TokenUsage usage = TokenUsage.unknown();
        private @Nullable Money cost;
        private boolean costEstimated;
        private boolean costPending;
        private long ledgerLine = -1;
        private @Nullable ProviderFailure failure;
        private @Nullable String provider;
        private @Nullable String model;
        private @Nullable String region;

        private Builder(AttemptKind kind, TargetId target) {
            this.kind = kind;
            this.target = target;
        }

        /** Sets the id of the adapter that was called. Default: none. */
        public Builder provider(String value) {
            provider = Check.notBlank(value, "attempt.provider");
            return this;
        }

        /** Sets the model or inference profile that was called. Default: none. */
        public Builder model(String value) {
            model = Check.notBlank(value, "attempt.model");
            return this;
        }

        /** Sets the region that was called. Default: none. */
        public Builder region(String value) {
            region = Check.notBlank(value, "attempt.region");
            return this;
        }

        /** Sets begin and end in nanoseconds, counted from the moment the request was made. */
        public Builder span(long fromNanos, long toNanos) {
            startNanos = Check.atLeast(0, fromNanos, "attempt.from");
            endNanos = Check.atLeast(fromNanos, toNanos, "attempt.to");
            return this;
        }

        /** Sets the tokens it used. */
        public Builder usage(TokenUsage value) {
            usage = Check.notNull(value, "attempt.usage");
            return this;
        }

        /** Sets what it cost. */
        public Builder cost(Money value) {
            cost = Check.notNull(value, "attempt.cost");
            return this;
        }

        /** Sets what it probably cost. */
        public Builder estimatedCost(Money value) {
            costEstimated = true;
            return cost(value);
        }

        /** Sets the most it can cost while nobody knows what it did cost. */
        public Builder pendingCost(Money most) {
            costPending = true;
            return cost(most);
        }

        /** Sets the line of the ledger that held its money, at least 0. */
        public Builder ledgerLine(long value) {
            ledgerLine = Check.atLeast(0, value, "attempt.ledgerLine");
            return this;
        }

        /** Sets how it failed. */
        public Builder failure(ProviderFailure value) {
            failure = Check.notNull(value, "attempt.failure");
            return this;
        }

        /** Returns the attempt. */
        public Attempt build() {
            return new Attempt(this);
        }
    }
}

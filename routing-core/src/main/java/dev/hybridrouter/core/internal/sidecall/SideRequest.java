package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.core.internal.tools.Residency;
import dev.hybridrouter.core.internal.way.CallContext;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call that is to leave the process and is no attempt, with all that its gates have to know of it. Immutable. */
public final class SideRequest<T> {
    private final SideCall.Kind kind;
    private final String name;
    private final Supplier<CompletionStage<T>> call;
    private final @Nullable CallContext caller;
    private final Supplier<@Nullable CallContext> recorder;
    private final @Nullable RequestContext context;
    private final @Nullable Target target;
    private final Handling handling;
    private final @Nullable Money ceiling;
    private final Function<T, @Nullable Money> cost;
    private final Predicate<T> check;
    private final @Nullable Breaker breaker;
    private final long limitNanos;
    private final boolean limitIsOwn;

    private SideRequest(Builder<T> builder) {
        kind = builder.kind;
        name = builder.name;
        call = builder.call;
        caller = builder.caller;
        recorder = builder.recorder;
        context = builder.context;
        target = builder.target;
        handling = builder.handling;
        ceiling = builder.ceiling;
        cost = builder.cost;
        check = builder.check;
        breaker = builder.breaker;
        limitNanos = builder.limitNanos;
        limitIsOwn = builder.limitIsOwn;
    }

    /**
     * Returns a builder of a call on behalf of no request, of unknown handling and price.
     *
     * @param kind what is called
     * @param name the component's id; an identifier, as it is a metric tag
     * @param call makes the call; runs once at most, between the last check of the kill switch and the end of its gate
     */
    public static <T> Builder<T> builder(SideCall.Kind kind, String name, Supplier<CompletionStage<T>> call) {
        return new Builder<>(kind, Check.name(name, "sideCall.name"), call);
    }

    SideCall.Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    Supplier<CompletionStage<T>> call() {
        return call;
    }

    /** The request on whose behalf it is made; null if there is none. */
    @Nullable
    CallContext caller() {
        return caller;
    }

    /** The request whose record it is part of, once it has ended; null if there is none. */
    @Nullable
    CallContext recorder() {
        return recorder.get();
    }

    @Nullable
    RequestContext context() {
        return context;
    }

    @Nullable
    Target target() {
        return target;
    }

    Handling handling() {
        return handling;
    }

    /** The model that is called, as far as there is one. An embedder is called by its model. */
    Optional<String> model() {
        return kind == SideCall.Kind.EMBEDDING
                ? Optional.of(name)
                : Optional.ofNullable(target).map(Target::model);
    }

    @Nullable
    Breaker breaker() {
        return breaker;
    }

    @Nullable
    Money ceiling() {
        return ceiling;
    }

    boolean isFree() {
        return Money.ZERO.equals(ceiling);
    }

    /** The cost that an answer reports; null if it reports none. */
    @Nullable
    Money cost(T value) {
        return cost.apply(value);
    }

    /** Whether an answer is of use; may throw instead of saying no. */
    boolean isUseful(T value) {
        return check.test(value);
    }

    long limitNanos() {
        return limitNanos;
    }

    /** Whether the time limit is the component's, so that to be late says something about the component. */
    boolean isLimitOwn() {
        return limitIsOwn;
    }

    /** Returns why the component may not handle what it is sent, or has no time for it; null if it may. */
    @Nullable
    Rejection refusal(Residency residency) {
        Rejection why = context == null ? null : residency.refusal(context, handling);
        if (why != null) {
            return Rejection.of(why.reason(), this + ": " + why.detail(), why.remedy());
        }
        return limitNanos > 0
                ? null
                : Rejection.of(RejectionReason.DEADLINE, "no time is left for " + this, "allow more time");
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }

    /** Builds {@link SideRequest}. Not thread-safe. */
    public static final class Builder<T> {
        private final SideCall.Kind kind;
        private final String name;
        private final Supplier<CompletionStage<T>> call;
        private @Nullable CallContext caller;
        private Supplier<@Nullable CallContext> recorder = () -> null;
        private @Nullable RequestContext context;
        private @Nullable Target target;
        private Handling handling = Handling.unknown();
        private @Nullable Money ceiling;
        private Function<T, @Nullable Money> cost = value -> null;
        private Predicate<T> check = value -> Objects.requireNonNull(value) != null;
        private @Nullable Breaker breaker;
        private long limitNanos;
        private boolean limitIsOwn;

        private Builder(SideCall.Kind kind, String name, Supplier<CompletionStage<T>> call) {
            this.kind = kind;
            this.name = name;
            this.call = call;
        }

        /** Sets the request on whose behalf it is made: that has the rules, pays, and has the call in its decision. */
        public Builder<T> onBehalfOf(CallContext value) {
            caller = value;
            recorder = () -> value;
            context = value.context();
            return this;
        }

        /** Sets who names the request whose decision has the call, asked once it has ended. Default: the one on whose behalf it is made. */
        public Builder<T> recordedBy(Supplier<@Nullable CallContext> value) {
            recorder = value;
            return this;
        }

        /** Sets the rules of a request that does not wait for it. Default: those of the request on whose behalf it is made. */
        public Builder<T> context(RequestContext value) {
            context = value;
            return this;
        }

        /** Sets the target that is called. Default: none of the router's targets. */
        public Builder<T> target(Target value) {
            target = value;
            return this;
        }

        /** Sets how the component handles what it is sent. Default: unknown. */
        public Builder<T> handling(Handling value) {
            handling = value;
            return this;
        }

        /** Sets the most it can cost; zero if it is free, null if unknown. Default: unknown. */
        public Builder<T> ceiling(@Nullable Money value) {
            ceiling = value;
            return this;
        }

        /** Sets what an answer cost; null if it does not say. Default: no answer says. */
        public Builder<T> cost(Function<T, @Nullable Money> value) {
            cost = value;
            return this;
        }

        /**
         * Sets whether an answer is of use, asked before anybody hears of it. An answer that is not counts as a failure of the
         * component, at the cost that it reports; one for which this throws counts like a failed call. Default: throws for null.
         */
        public Builder<T> check(Predicate<T> value) {
            check = value;
            return this;
        }

        /** Sets the component's breaker. Default: none, for calls in which it has no say. */
        public Builder<T> breaker(Breaker value) {
            breaker = value;
            return this;
        }

        /**
         * Sets how long it may take.
         *
         * @param own the component's own limit, beyond which it counts as unhealthy
         * @param patienceNanos how long its caller can wait at most
         */
        public Builder<T> timeLimit(Duration own, long patienceNanos) {
            limitIsOwn = own.toNanos() <= patienceNanos;
            limitNanos = Math.min(own.toNanos(), patienceNanos);
            return this;
        }

        /** Returns the call to be made. */
        public SideRequest<T> build() {
            return new SideRequest<>(this);
        }
    }
}

package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The explainable record of one request: every candidate with its verdict, the ranking with its scores, the attempts with
 * cost and time, the outcome. It never holds prompt or answer text, nor the tenant. Immutable.
 */
public final class Decision implements JsonWritable {
    private final long number;
    private final OperationType operation;
    private final RoutePlan plan;
    private final List<Attempt> attempts;
    private final Outcome outcome;
    private final long elapsedNanos;
    private final List<Rejection> reasons;
    private final List<SideCall> sideCalls;

    private Decision(Builder builder) {
        number = builder.number;
        operation = builder.operation;
        outcome = builder.outcome;
        plan = builder.plan;
        attempts = builder.attempts;
        elapsedNanos = builder.elapsedNanos;
        reasons = builder.reasons;
        sideCalls = builder.sideCalls;
    }

    /**
     * Returns a builder of the decision on a request for which nothing was planned and nothing sent.
     *
     * @param number running number within the router
     * @param operation what kind of work the request served
     * @param outcome how it ended
     */
    public static Builder builder(long number, OperationType operation, Outcome outcome) {
        return new Builder(
                number, Check.notNull(operation, "decision.operation"), Check.notNull(outcome, "decision.outcome"));
    }

    /** Returns a builder that holds the values of this decision. */
    public Builder toBuilder() {
        return new Builder(number, operation, outcome).copy(this);
    }

    /** Returns the same decision with more that was done differently from what was asked. */
    public Decision withAdjustments(List<Adjustment> more) {
        List<Adjustment> all = new ArrayList<>(plan.adjustments());
        all.addAll(Check.copy(more, "decision.adjustments"));
        return toBuilder().plan(plan.withAdjustments(all)).build();
    }

    /** Running number within the router, for logs. */
    public long number() {
        return number;
    }

    /** What kind of work the request served. */
    public OperationType operation() {
        return operation;
    }

    /** What was decided before anything was sent, with what carrying it out changed. */
    public RoutePlan plan() {
        return plan;
    }

    /** The version of the routing policy that was in force; 0 where nothing was planned. */
    public long policyVersion() {
        return plan.policyVersion();
    }

    /** Every target of the router with its verdict. */
    public List<Candidate> candidates() {
        return plan.candidates();
    }

    /** The admissible targets, best first. */
    public List<RankedTarget> ranking() {
        return plan.ranking();
    }

    /** What was done differently from what was asked. */
    public List<Adjustment> adjustments() {
        return plan.adjustments();
    }

    /** What the router's cache did. */
    public CacheUse cache() {
        return plan.cache();
    }

    /** The calls that were made, in order of their end; empty if nothing was sent. */
    public List<Attempt> attempts() {
        return attempts;
    }

    /**
     * Returns why the request itself was refused: the kill switch, a guard, the deadline, no cached answer, a closed router, or
     * what removed its targets; the same as the reasons of {@code RouteResult.Rejected}. Where attempts failed, returns what
     * kept the router from making another, for example the attempt budget. Empty if neither applies. Unmodifiable.
     */
    public List<Rejection> reasons() {
        return reasons;
    }

    /**
     * Returns the probability, above 0 and at most 1, with which a ranker chose the first target of the ranking; empty if the
     * choice was certain.
     */
    public OptionalDouble propensity() {
        return plan.propensity();
    }

    /**
     * Returns the calls that left the process for the request and were no attempts, in order of their end; empty if there were none.
     * Those that were refused are among them. A search that several requests share is in the decision of one of them. A call that
     * ends after the decision was made is in none: only counts of tokens do that, and they are free. Unmodifiable.
     */
    public List<SideCall> sideCalls() {
        return sideCalls;
    }

    /** How it ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** How long the whole request took, in nanoseconds. */
    public long elapsedNanos() {
        return elapsedNanos;
    }

    /** How long the whole request took. */
    public Duration elapsed() {
        return Duration.ofNanos(elapsedNanos);
    }

    /**
     * Returns the cost of all attempts and side calls together, with the most that those can cost whose cost is
     * {@linkplain #pendingCost() pending}: never below what the providers bill, as far as they count right. Empty if the cost of any
     * of them is unknown.
     */
    public Optional<Money> cost() {
        Money sum = Money.ZERO;
        for (Attempt attempt : attempts) {
            if (attempt.cost().isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(attempt.cost().get());
        }
        for (SideCall call : sideCalls) {
            if (call.cost().isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(call.cost().get());
        }
        return Optional.of(sum);
    }

    /** Returns the part of {@link #cost()} that is held but not known to be owed; zero if none. */
    public Money pendingCost() {
        Money sum = Money.ZERO;
        for (Attempt attempt : attempts) {
            sum = attempt.costPending() ? sum.plus(attempt.cost().orElse(Money.ZERO)) : sum;
        }
        for (SideCall call : sideCalls) {
            sum = call.costPending() ? sum.plus(call.cost().orElse(Money.ZERO)) : sum;
        }
        return sum;
    }

    /**
     * Returns whether the answer is not what the plan wanted first: another target than the first choice gave it, the first
     * choice needed more than one attempt, or an answer past its time stood in. An attempt that lost a race against the first
     * choice does not count.
     */
    public boolean degraded() {
        if (outcome != Outcome.ANSWERED) {
            return false;
        }
        boolean degraded = cache().kind() == CacheUse.Kind.STALE_IF_ERROR;
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            degraded |= attempt.failure().isEmpty() && !isFirstChoice(attempt);
        }
        return degraded;
    }

    private boolean isFirstChoice(Attempt attempt) {
        return attempt.kind() != AttemptKind.RETRY
                && attempt.kind() != AttemptKind.FALLBACK
                && (ranking().isEmpty()
                        || attempt.target().equals(ranking().get(0).target()));
    }

    /** The record as a few lines for people. */
    public String describe() {
        return DecisionText.of(this);
    }

    /**
     * Returns the record as one JSON object, without prompt or answer text. Names and order of the fields are stable, new ones may be added
     * between them; what is unknown is left out, lists may be empty. Log it, store it, or return it from an endpoint.
     */
    @Override
    public String toJson() {
        JsonObject json = new JsonObject()
                .number("number", number)
                .text("operation", operation.name())
                .text("outcome", outcome.name())
                .flag("degraded", degraded())
                .number("elapsed_ns", elapsedNanos)
                .number("policy", policyVersion());
        cost().ifPresent(amount -> json.number("cost_nano_usd", amount.nanoUsd()));
        json.number("pending_cost_nano_usd", pendingCost().nanoUsd());
        json.list("reasons", reasons, Rejection::toJson)
                .list("candidates", candidates(), Candidate::toJson)
                .list("ranking", ranking(), Decision::toJson);
        propensity().ifPresent(value -> json.decimal("propensity", value));
        return json.list("adjustments", adjustments(), Decision::toJson)
                .json("cache", cache().toJson())
                .list("attempts", attempts, Attempt::toJson)
                .list("side_calls", sideCalls, SideCall::toJson)
                .end();
    }

    private static String toJson(RankedTarget ranked) {
        return new JsonObject()
                .text("target", ranked.target().value())
                .list("scores", ranked.scores(), score -> new JsonObject()
                        .text("strategy", score.strategy())
                        .decimal("value", score.value())
                        .end())
                .end();
    }

    private static String toJson(Adjustment adjustment) {
        return new JsonObject()
                .text("kind", adjustment.kind().name())
                .text("detail", adjustment.detail())
                .end();
    }

    @Override
    public String toString() {
        return "Decision[#" + number + ", " + operation + ", " + outcome + ", " + attempts.size() + " attempts, "
                + elapsed().toMillis() + " ms]";
    }

    /** Builds {@link Decision}. Not thread-safe. */
    public static final class Builder {
        private final long number;
        private final OperationType operation;
        private Outcome outcome;
        private RoutePlan plan = RoutePlan.nothing();
        private List<Attempt> attempts = List.of();
        private long elapsedNanos;
        private List<Rejection> reasons = List.of();
        private List<SideCall> sideCalls = List.of();

        private Builder(long number, OperationType operation, Outcome outcome) {
            this.number = number;
            this.operation = operation;
            this.outcome = outcome;
        }

        private Builder copy(Decision decision) {
            plan = decision.plan;
            attempts = decision.attempts;
            elapsedNanos = decision.elapsedNanos;
            reasons = decision.reasons;
            sideCalls = decision.sideCalls;
            return this;
        }

        /** Sets how it ended. */
        public Builder outcome(Outcome value) {
            outcome = Check.notNull(value, "decision.outcome");
            return this;
        }

        /** Sets what was decided before anything was sent. Default: {@link RoutePlan#nothing()}. */
        public Builder plan(RoutePlan value) {
            plan = Check.notNull(value, "decision.plan");
            return this;
        }

        /** Sets the calls that were made, in order of their end. Default: none. */
        public Builder attempts(List<Attempt> value) {
            attempts = Check.copy(value, "decision.attempts");
            return this;
        }

        /** Sets how long the whole request took, zero or longer. Default: zero. */
        public Builder elapsed(Duration value) {
            elapsedNanos = Check.notNegative(value, "decision.elapsed").toNanos();
            return this;
        }

        /** Sets how long the whole request took, in nanoseconds, at least 0. Default: 0. */
        public Builder elapsedNanos(long value) {
            elapsedNanos = Check.atLeast(0, value, "decision.elapsedNanos");
            return this;
        }

        /** Sets why the request itself was refused, or no further attempt was made. Default: empty. */
        public Builder reasons(List<Rejection> value) {
            reasons = Check.copy(value, "decision.reasons");
            return this;
        }

        /** Sets the calls that left the process and were no attempts. Default: none. */
        public Builder sideCalls(List<SideCall> value) {
            sideCalls = Check.copy(value, "decision.sideCalls");
            return this;
        }

        /** Returns the decision. */
        public Decision build() {
            return new Decision(this);
        }
    }
}

package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.internal.Check;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The plan made before anything was sent: every target with its verdict, and the admissible ones in order. Immutable.
 */
public final class RoutePlan {
    private static final RoutePlan NOTHING = builder().build();

    private final List<Candidate> candidates;
    private final List<RankedTarget> ranking;
    private final List<Adjustment> adjustments;
    private final CacheUse cache;
    private final long policyVersion;
    private final double propensity; // NaN where it was certain

    private RoutePlan(Builder builder) {
        candidates = builder.candidates;
        ranking = builder.ranking;
        adjustments = builder.adjustments;
        cache = builder.cache;
        policyVersion = builder.policyVersion;
        propensity = builder.propensity;
    }

    /** Returns a builder of a plan in which nothing was considered. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a plan in which nothing was considered. */
    public static RoutePlan nothing() {
        return NOTHING;
    }

    /** Returns a builder that holds the values of this plan. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns every target of the router with its verdict. Unmodifiable. */
    public List<Candidate> candidates() {
        return candidates;
    }

    /** Returns the admissible targets, best first. Unmodifiable. */
    public List<RankedTarget> ranking() {
        return ranking;
    }

    /** Returns what was done differently from what was asked. Unmodifiable. */
    public List<Adjustment> adjustments() {
        return adjustments;
    }

    /** Returns what the router's cache did. */
    public CacheUse cache() {
        return cache;
    }

    /** Returns the version of the routing policy that was in force; 0 where nothing was planned. */
    public long policyVersion() {
        return policyVersion;
    }

    /**
     * Returns the probability, above 0 and at most 1, with which a ranker chose the first target of the ranking; empty if the
     * choice was certain. For judging another ranker by what this one tried.
     */
    public OptionalDouble propensity() {
        return Double.isNaN(propensity) ? OptionalDouble.empty() : OptionalDouble.of(propensity);
    }

    /** Returns the same plan with other verdicts. */
    public RoutePlan withCandidates(List<Candidate> verdicts) {
        return toBuilder().candidates(verdicts).build();
    }

    /** Returns the same plan with other adjustments. */
    public RoutePlan withAdjustments(List<Adjustment> others) {
        return toBuilder().adjustments(others).build();
    }

    /** Returns the same plan with what the cache did. */
    public RoutePlan with(CacheUse use) {
        return toBuilder().cache(use).build();
    }

    @Override
    public String toString() {
        return "RoutePlan[candidates=" + candidates + ", ranking=" + ranking + ", adjustments=" + adjustments
                + ", cache=" + cache + ", policyVersion=" + policyVersion
                + (Double.isNaN(propensity) ? "]" : ", propensity=" + propensity + "]");
    }

    /** Builds {@link RoutePlan}. Not thread-safe. */
    public static final class Builder {
        private List<Candidate> candidates = List.of();
        private List<RankedTarget> ranking = List.of();
        private List<Adjustment> adjustments = List.of();
        private CacheUse cache = CacheUse.none();
        private long policyVersion;
        private double propensity = Double.NaN;

        private Builder() {}

        private Builder(RoutePlan plan) {
            candidates = plan.candidates;
            ranking = plan.ranking;
            adjustments = plan.adjustments;
            cache = plan.cache;
            policyVersion = plan.policyVersion;
            propensity = plan.propensity;
        }

        /** Sets every target of the router with its verdict. Default: none. */
        public Builder candidates(List<Candidate> value) {
            candidates = Check.copy(value, "plan.candidates");
            return this;
        }

        /** Sets the admissible targets, best first. Default: none. */
        public Builder ranking(List<RankedTarget> value) {
            ranking = Check.copy(value, "plan.ranking");
            return this;
        }

        /** Sets what was done differently from what was asked. Default: nothing. */
        public Builder adjustments(List<Adjustment> value) {
            adjustments = Check.copy(value, "plan.adjustments");
            return this;
        }

        /** Sets what the router's cache did. Default: {@link CacheUse#none()}. */
        public Builder cache(CacheUse value) {
            cache = Check.notNull(value, "plan.cache");
            return this;
        }

        /** Sets the version of the routing policy that was in force, at least 0. Default: 0, of no policy. */
        public Builder policyVersion(long value) {
            policyVersion = Check.atLeast(0, value, "plan.policyVersion");
            return this;
        }

        /** Sets the probability with which the first target was chosen, above 0 and at most 1. Default: it was certain. */
        public Builder propensity(double value) {
            Check.between(Double.MIN_VALUE, 1, value, "plan.propensity");
            propensity = value;
            return this;
        }

        /** Returns the plan. */
        public RoutePlan build() {
            return new RoutePlan(this);
        }
    }
}

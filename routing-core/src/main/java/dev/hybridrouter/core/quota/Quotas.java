package dev.hybridrouter.core.quota;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.TargetId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The buckets of a router's targets, as the host names them: one for each model in each region, and one for each inference
 * profile. Targets that draw on the same quota share a bucket, such as service tiers of one model; a model called on demand
 * and through a profile across regions draws on two. A target without a bucket is not watched. Immutable.
 *
 * <pre>{@code
 * Quotas.builder()
 *         .bucket("eu-central-1/claude", QuotaLimits.builder().tokensPerMinute(200_000).outputBurnDown(5).build(),
 *                 "claude", "claude-priority")
 *         .build();
 * }</pre>
 */
public final class Quotas {
    private final QuotaPolicy policy;
    private final Map<String, QuotaLimits> buckets;
    private final Map<TargetId, String> bucketsOfTargets;

    private Quotas(Builder builder) {
        policy = builder.policy;
        buckets = Map.copyOf(builder.buckets);
        bucketsOfTargets = Map.copyOf(builder.bucketsOfTargets);
    }

    /** Returns a builder without buckets and with the default policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** How the twins judge; {@link QuotaPolicy#defaults()} by default. */
    public QuotaPolicy policy() {
        return policy;
    }

    /** Limits by bucket. */
    public Map<String, QuotaLimits> buckets() {
        return buckets;
    }

    /** Targets that have a bucket. */
    public Set<TargetId> targets() {
        return bucketsOfTargets.keySet();
    }

    /** Returns new twins, one for each bucket, that believe nothing to be used yet. */
    public QuotaTwins open(long nowNanos) {
        Map<String, QuotaTwin> twins = new LinkedHashMap<>();
        buckets.forEach((name, limits) -> twins.put(name, QuotaTwin.of(limits, policy, nowNanos)));
        Map<TargetId, QuotaTwin> byTarget = new LinkedHashMap<>();
        bucketsOfTargets.forEach((target, name) -> byTarget.put(target, Objects.requireNonNull(twins.get(name))));
        return new QuotaTwins(twins, byTarget);
    }

    @Override
    public String toString() {
        return "Quotas[policy=" + policy + ", buckets=" + buckets + ", targets=" + bucketsOfTargets + "]";
    }

    /** Builds {@link Quotas}. Not thread-safe. */
    public static final class Builder {
        private final Map<String, QuotaLimits> buckets = new LinkedHashMap<>();
        private final Map<TargetId, String> bucketsOfTargets = new LinkedHashMap<>();
        private QuotaPolicy policy = QuotaPolicy.defaults();

        private Builder() {}

        /** Sets how the twins judge. */
        public Builder policy(QuotaPolicy value) {
            policy = Check.notNull(value, "quotas.policy");
            return this;
        }

        /**
         * Adds a bucket and the targets that draw on it.
         *
         * @param name such as {@code eu-central-1/model-id} or a profile's id; a metric tag, used once
         * @param targets ids of targets, at least one; none that has a bucket already
         */
        public Builder bucket(String name, QuotaLimits limits, String... targets) {
            Check.name(name, "quotas.bucket");
            if (buckets.putIfAbsent(name, Check.notNull(limits, "quotas.limits")) != null) {
                throw Check.invalid("quotas.bucket", name, "a name that is used once");
            }
            if (Check.notNull(targets, "quotas.targets").length == 0) {
                throw Check.invalid("quotas.targets", "none", "at least one target of bucket " + name);
            }
            for (String target : targets) {
                if (bucketsOfTargets.putIfAbsent(new TargetId(target), name) != null) {
                    throw Check.invalid("quotas.targets", target, "a target that has no bucket yet");
                }
            }
            return this;
        }

        /** Returns the quotas. */
        public Quotas build() {
            return new Quotas(this);
        }
    }
}

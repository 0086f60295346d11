package dev.hybridrouter.core.quota;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.TargetId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    /** How many requests may wait for room where nothing else is set: {@value}. */
    public static final int DEFAULT_MAX_WAITING = 10_000;

    private static final int LARGEST_MAX_WAITING = 1_000_000;

    private final QuotaPolicy policy;
    private final Map<String, QuotaLimits> buckets;
    private final Map<TargetId, String> targets;
    private final @Nullable MaxTokensPolicy rightSizing;
    private final int maxWaiting;

    private Quotas(Builder builder) {
        policy = builder.policy;
        buckets = Map.copyOf(builder.buckets);
        targets = Map.copyOf(builder.targets);
        rightSizing = builder.rightSizing;
        maxWaiting = builder.maxWaiting;
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

    /** The name of the bucket by target. */
    public Map<TargetId, String> targets() {
        return targets;
    }

    /** How {@code maxTokens} is lowered to what answers need; empty by default, and then it is sent as the caller sets it. */
    public Optional<MaxTokensPolicy> rightSizing() {
        return Optional.ofNullable(rightSizing);
    }

    /** The maximum number of requests that wait for room at once. Default: 10,000. Range: 0 to 1,000,000. */
    public int maxWaiting() {
        return maxWaiting;
    }

    @Override
    public String toString() {
        return "Quotas[policy=" + policy + ", buckets=" + buckets + ", targets=" + targets + ", rightSizing="
                + rightSizing + ", maxWaiting=" + maxWaiting + "]";
    }

    /** Builds {@link Quotas}. Not thread-safe. */
    public static final class Builder {
        private final Map<String, QuotaLimits> buckets = new LinkedHashMap<>();
        private final Map<TargetId, String> targets = new LinkedHashMap<>();
        private QuotaPolicy policy = QuotaPolicy.defaults();
        private @Nullable MaxTokensPolicy rightSizing;
        private int maxWaiting = DEFAULT_MAX_WAITING;

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
         * @param drawing ids of targets, at least one; none that has a bucket already
         */
        public Builder bucket(String name, QuotaLimits limits, String... drawing) {
            Check.name(name, "quotas.bucket");
            if (buckets.putIfAbsent(name, Check.notNull(limits, "quotas.limits")) != null) {
                throw Check.invalid("quotas.bucket", name, "a name that is used once");
            }
            if (Check.notNull(drawing, "quotas.targets").length == 0) {
                throw Check.invalid("quotas.targets", "none", "at least one target of bucket " + name);
            }
            for (String target : drawing) {
                if (targets.putIfAbsent(new TargetId(target), name) != null) {
                    throw Check.invalid("quotas.targets", target, "a target that has no bucket yet");
                }
            }
            return this;
        }

        /**
         * Lowers {@code maxTokens} at targets with a bucket to what answers of the model and operation type need, so that a
         * call holds less. The decision says so, and says when an answer was cut by it.
         */
        public Builder rightSizing(MaxTokensPolicy value) {
            rightSizing = Check.notNull(value, "quotas.rightSizing");
            return this;
        }

        /**
         * Sets the maximum number of requests that wait for room at once; the router refuses more at once. Default: 10,000.
         * Range: 0 to 1,000,000.
         */
        public Builder maxWaiting(int value) {
            maxWaiting = (int) Check.between(0, LARGEST_MAX_WAITING, value, "quotas.maxWaiting");
            return this;
        }

        /** Returns the quotas; refuses none at all. */
        public Quotas build() {
            if (buckets.isEmpty()) {
                throw Check.invalid("quotas", "no bucket", "at least one bucket, or no quotas");
            }
            return new Quotas(this);
        }
    }
}

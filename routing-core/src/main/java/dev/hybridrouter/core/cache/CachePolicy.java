package dev.hybridrouter.core.cache;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which answers are remembered, for whom and how long. Immutable, as long as its functions are pure.
 *
 * <p>Two requests share an answer if all is equal that can change it: tenant, system text, messages, tools, tool choice,
 * response format, parameters, provider options, residency, retention, sensitivity, and what {@link Builder#partition}
 * adds. Deadline, priority, operation type and tags do not count.
 */
public final class CachePolicy {
    private final long maxBytes;
    private final Duration ttl;
    private final Map<OperationType, Duration> ttls;
    private final List<CostRule> costRules;
    private final Duration staleWhileRevalidate;
    private final Duration staleIfError;
    private final double maxTemperature;
    private final boolean toolUses;
    private final UnaryOperator<RouteRequest> normalizer;
    private final Function<RequestContext, String> partition;
    private final String version;
    private final @Nullable SecondLevel secondLevel;
    private final int explainedMisses;
    private final @Nullable SemanticPolicy semantic;

    private CachePolicy(Builder builder) {
        maxBytes = builder.maxBytes;
        ttl = builder.ttl;
        ttls = Map.copyOf(builder.ttls);
        costRules = List.copyOf(builder.costRules);
        staleWhileRevalidate = builder.staleWhileRevalidate;
        staleIfError = builder.staleIfError;
        maxTemperature = builder.maxTemperature;
        toolUses = builder.toolUses;
        normalizer = builder.normalizer;
        partition = builder.partition;
        version = builder.version;
        secondLevel = builder.secondLevel;
        explainedMisses = builder.explainedMisses;
        semantic = builder.semantic;
    }

    private record CostRule(Money atLeast, Duration ttl) {}

    /** Returns a policy with all defaults. */
    public static CachePolicy defaults() {
        return builder().build();
    }

    /** Returns a builder with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The most memory answers and their requests may take, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Returns the longest that an answer can be remembered under this policy, while it may be given although stale included. */
    public Duration longest() {
        Duration fresh = Stream.concat(
                        ttls.values().stream(), costRules.stream().map(CostRule::ttl))
                .reduce(ttl, CachePolicy::longer);
        return fresh.plus(longer(staleWhileRevalidate, staleIfError));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** How long an answer to such a request, of such a cost, is fresh; null is a cost that nobody knows. */
    public Duration ttl(OperationType operation, @Nullable Money cost) {
        Duration longest = ttls.getOrDefault(operation, ttl);
        for (CostRule rule : costRules) {
            boolean applies = cost != null && cost.compareTo(rule.atLeast) >= 0;
            longest = applies && rule.ttl.compareTo(longest) > 0 ? rule.ttl : longest;
        }
        return longest;
    }

    /** How long past its time an answer is given while a new one is fetched. */
    public Duration staleWhileRevalidate() {
        return staleWhileRevalidate;
    }

    /** How long past its time an answer is given where no target answers. */
    public Duration staleIfError() {
        return staleIfError;
    }

    /** Whether a request may be answered from the cache, and its answer be remembered. */
    public boolean concerns(RouteRequest request) {
        return request.parameters().temperature().orElse(1) <= maxTemperature;
    }

    /** Whether answers that ask for a tool are remembered. */
    public boolean toolUses() {
        return toolUses;
    }

    /** The request without what does not matter. */
    public RouteRequest normalized(RouteRequest request) {
        return normalizer.apply(request);
    }

    /** What parts requests beyond what they ask. */
    public String partition(RequestContext context) {
        return partition.apply(context);
    }

    /** The version of the keys. */
    public String version() {
        return version;
    }

    /** The store of answers that is shared with other routers; empty if there is none. */
    public Optional<SecondLevel> secondLevel() {
        return Optional.ofNullable(secondLevel);
    }

    /** How many requests of each tenant are remembered to explain misses; zero if they are not explained. */
    public int explainedMisses() {
        return explainedMisses;
    }

    /** When answers to similar requests are given; empty if never. */
    public Optional<SemanticPolicy> semantic() {
        return Optional.ofNullable(semantic);
    }

    /** Builds {@link CachePolicy}. Not thread-safe. */
    public static final class Builder {
        private static final long MEBIBYTE = 1L << 20;

        private long maxBytes = 64 * MEBIBYTE;
        private Duration ttl = Duration.ofMinutes(10);
        private final Map<OperationType, Duration> ttls = new HashMap<>();
        private final List<CostRule> costRules = new ArrayList<>();
        private Duration staleWhileRevalidate = Duration.ZERO;
        private Duration staleIfError = Duration.ZERO;
        private double maxTemperature = 1;
        private boolean toolUses;
        private UnaryOperator<RouteRequest> normalizer = UnaryOperator.identity();
        private Function<RequestContext, String> partition = context -> "";
        private String version = "";
        private @Nullable SecondLevel secondLevel;
        private int explainedMisses;
        private @Nullable SemanticPolicy semantic;

        private Builder() {}

        /** Sets the most memory answers and their requests may take, in bytes; 64 MiB unless set. */
        public Builder maxBytes(long value) {
            maxBytes = Check.atLeast(1, value, "cache.maxBytes");
            return this;
        }

        /** Sets how long answers are fresh; 10 minutes unless set. */
        public Builder ttl(Duration value) {
            ttl = Check.positive(value, "cache.ttl");
            return this;
        }

        /** Sets how long answers to requests of an operation type are fresh. */
        public Builder ttl(OperationType operation, Duration value) {
            ttls.put(
                    Check.notNull(operation, "cache.operation"), Check.positive(value, "cache.ttl[" + operation + "]"));
            return this;
        }

        /** Lets answers that cost at least so much stay fresh at least so long. */
        public Builder ttlFromCost(Money atLeast, Duration value) {
            costRules.add(new CostRule(
                    Check.notNull(atLeast, "cache.ttlFromCost.atLeast"), Check.positive(value, "cache.ttlFromCost")));
            return this;
        }

        /**
         * Sets how long past its time an answer is given at once while a new one is fetched behind the caller's back;
         * not at all unless set. The fetch is a request of its own, of the same tenant and within its budgets.
         */
        public Builder staleWhileRevalidate(Duration value) {
            staleWhileRevalidate = Check.notNegative(value, "cache.staleWhileRevalidate");
            return this;
        }

        /** Sets how long past its time an answer is given where no target answers; not at all unless set. */
        public Builder staleIfError(Duration value) {
            staleIfError = Check.notNegative(value, "cache.staleIfError");
            return this;
        }

        /**
         * Sets the highest temperature of requests that use the cache; 1 unless set, which is all of them. A request
         * that sets none counts as 1. Who asks again to get something else sends {@code CacheMode.BYPASS}.
         */
        public Builder maxTemperature(double value) {
            maxTemperature = Check.between(0, 1, value, "cache.maxTemperature");
            return this;
        }

        /** Also remembers answers that ask for a tool. Off unless called: a tool would be called again with each hit. */
        public Builder rememberToolUses() {
            toolUses = true;
            return this;
        }

        /**
         * Sets how to take out of a request what does not matter to its answer, such as a trace id in the text. Only the
         * key is made of the result; targets get the request as it is. It must keep the context, be pure and fast.
         */
        public Builder normalizer(UnaryOperator<RouteRequest> value) {
            normalizer = Check.notNull(value, "cache.normalizer");
            return this;
        }

        /** Sets what parts requests beyond what they ask, for example a user or a locale among the tags. */
        public Builder partition(Function<RequestContext, String> value) {
            partition = Check.notNull(value, "cache.partition");
            return this;
        }

        /** Sets the version of the keys: answers under another version are not found again. Empty unless set. */
        public Builder version(String value) {
            version = Check.notNull(value, "cache.version");
            return this;
        }

        /** Sets the store of answers that is shared with other routers; none unless set. */
        public Builder secondLevel(SecondLevel value) {
            secondLevel = Check.notNull(value, "cache.secondLevel");
            return this;
        }

        /**
         * Keeps a report of what the cache did and why it did not do more. Off unless called. About 300 bytes for each
         * request remembered, hashes and no text, for at most 1,000 tenants.
         *
         * @param remembered how many requests of each tenant are remembered to compare later ones with, at least 1
         */
        public Builder explainMisses(int remembered) {
            explainedMisses = Check.atLeast(1, remembered, "cache.explainMisses");
            return this;
        }

        /** Also gives answers to similar requests. Off unless set. */
        public Builder semantic(SemanticPolicy value) {
            semantic = Check.notNull(value, "cache.semantic");
            return this;
        }

        /** Returns the policy. */
        public CachePolicy build() {
            return new CachePolicy(this);
        }
    }
}

package dev.hybridrouter.api.request;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Sharing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Who asks and what for. Immutable. Its {@code toString} names neither tenant nor tags.
 */
public final class RequestContext {
    private static final String DEFAULT_TENANT = "default";
    private static final RequestContext DEFAULTS = builder().build();

    private final @Nullable String tenant;
    private final OperationType operation;
    private final @Nullable Priority priority;
    private final @Nullable Duration deadline;
    private final @Nullable ResidencyRequirement residency;
    private final @Nullable Duration maxRetention;
    private final Sharing maxSharing;
    private final @Nullable Duration maxEvidenceAge;
    private final @Nullable String purpose;
    private final boolean consented;
    private final @Nullable ReasoningOrigin reasoningFrom;
    private final Sensitivity sensitivity;
    private final CacheMode cacheMode;
    private final double minSimilarity;
    private final Map<String, String> tags;

    private RequestContext(Builder builder) {
        tenant = builder.tenant;
        operation = builder.operation;
        priority = builder.priority;
        deadline = builder.deadline;
        residency = builder.residency;
        maxRetention = builder.maxRetention;
        maxSharing = builder.maxSharing;
        maxEvidenceAge = builder.maxEvidenceAge;
        purpose = builder.purpose;
        consented = builder.consented;
        reasoningFrom = builder.reasoningFrom;
        sensitivity = builder.sensitivity;
        cacheMode = builder.cacheMode;
        minSimilarity = builder.minSimilarity;
        tags = builder.tags;
    }

    /** Returns the context of a request of the default tenant with operation type {@link OperationType#STANDARD}. */
    public static RequestContext defaults() {
        return DEFAULTS;
    }

    /** Returns a builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** On whose behalf; {@code "default"} unless set. */
    public String tenant() {
        return tenant == null ? DEFAULT_TENANT : tenant;
    }

    /** Returns whether the request names its tenant itself, be it {@code "default"}. */
    public boolean hasTenant() {
        return tenant != null;
    }

    /** What kind of work; {@link OperationType#STANDARD} unless set. */
    public OperationType operation() {
        return operation;
    }

    /** Who goes first; empty leaves it to the operation type. */
    public Optional<Priority> priority() {
        return Optional.ofNullable(priority);
    }

    /** How long the whole call may take from the moment it is made; empty leaves it to the operation type. */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** Where it may be processed; empty allows everywhere. */
    public Optional<ResidencyRequirement> residency() {
        return Optional.ofNullable(residency);
    }

    /** The longest a provider may keep it, zero for not at all; empty allows any. */
    public Optional<Duration> maxRetention() {
        return Optional.ofNullable(maxRetention);
    }

    /** Returns the widest sharing of it that is allowed. Default: {@link Sharing#UNKNOWN}, which allows any. */
    public Sharing maxSharing() {
        return maxSharing;
    }

    /**
     * Returns how old the evidence may be by which targets and others show that they keep to residency, retention, and sharing;
     * older evidence counts as none. Empty allows any age.
     */
    public Optional<Duration> maxEvidenceAge() {
        return Optional.ofNullable(maxEvidenceAge);
    }

    /** Returns the purpose for which the data in it are processed, for policies that limit purposes; empty if not stated. */
    public Optional<String> purpose() {
        return Optional.ofNullable(purpose);
    }

    /** Returns whether the persons concerned consented, for policies that require it. Default: false. */
    public boolean consented() {
        return consented;
    }

    /**
     * Who wrote the signed reasoning in its messages; empty if unknown, when it goes to any target that accepts reasoning.
     */
    public Optional<ReasoningOrigin> reasoningFrom() {
        return Optional.ofNullable(reasoningFrom);
    }

    /** How sensitive its content is; {@link Sensitivity#INTERNAL} unless set. */
    public Sensitivity sensitivity() {
        return sensitivity;
    }

    /** What it wants of the router's cache; {@link CacheMode#USE} unless set. */
    public CacheMode cacheMode() {
        return cacheMode;
    }

    /**
     * How similar another request must be at least, if its answer is to be taken for this one's: 0 to 1, and 1 takes no answers
     * to others at all. Only counts where it is more than the operator of the cache asks for; empty leaves it to them.
     */
    public OptionalDouble minSimilarity() {
        return minSimilarity == 0 ? OptionalDouble.empty() : OptionalDouble.of(minSimilarity);
    }

    /** Free labels for constraints, strategies and listeners of the host. */
    public Map<String, String> tags() {
        return tags;
    }

    /** Returns a builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.tenant = tenant;
        builder.operation = operation;
        builder.priority = priority;
        builder.deadline = deadline;
        builder.residency = residency;
        builder.maxRetention = maxRetention;
        builder.maxSharing = maxSharing;
        builder.maxEvidenceAge = maxEvidenceAge;
        builder.purpose = purpose;
        builder.consented = consented;
        builder.reasoningFrom = reasoningFrom;
        builder.sensitivity = sensitivity;
        builder.cacheMode = cacheMode;
        builder.minSimilarity = minSimilarity;
        builder.tags = tags;
        return builder;
    }

    @Override
    public String toString() {
        return "RequestContext[" + operation + ", " + sensitivity + (deadline == null ? "" : ", within " + deadline)
                + "]";
    }

    /** Builds {@link RequestContext}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String tenant;
        private OperationType operation = OperationType.STANDARD;
        private @Nullable Priority priority;
        private @Nullable Duration deadline;
        private @Nullable ResidencyRequirement residency;
        private @Nullable Duration maxRetention;
        private Sharing maxSharing = Sharing.UNKNOWN;
        private @Nullable Duration maxEvidenceAge;
        private @Nullable String purpose;
        private boolean consented;
        private @Nullable ReasoningOrigin reasoningFrom;
        private Sensitivity sensitivity = Sensitivity.INTERNAL;
        private CacheMode cacheMode = CacheMode.USE;
        private double minSimilarity;
        private Map<String, String> tags = Map.of();

        private Builder() {}

        /** Sets on whose behalf the request is made. */
        public Builder tenant(String value) {
            tenant = Check.name(value, "context.tenant");
            return this;
        }

        /** Sets the operation type. */
        public Builder operation(OperationType value) {
            operation = Check.notNull(value, "context.operation");
            return this;
        }

        /** Sets the priority in place of the operation type's. */
        public Builder priority(Priority value) {
            priority = Check.notNull(value, "context.priority");
            return this;
        }

        /** Sets how long the whole call may take, in place of the operation type's limit. */
        public Builder deadline(Duration value) {
            deadline = Check.positive(value, "context.deadline");
            return this;
        }

        /** Sets where it may be processed. */
        public Builder residency(ResidencyRequirement value) {
            residency = Check.notNull(value, "context.residency");
            return this;
        }

        /** Sets the longest a provider may keep it; zero for not at all. */
        public Builder maxRetention(Duration value) {
            maxRetention = Check.notNegative(value, "context.maxRetention");
            return this;
        }

        /** Sets the widest sharing of it that is allowed. Default: any. */
        public Builder maxSharing(Sharing value) {
            maxSharing = Check.notNull(value, "context.maxSharing");
            return this;
        }

        /** Sets how old evidence may be, at least a day; counted in whole days, in UTC. Default: any age. */
        public Builder maxEvidenceAge(Duration value) {
            maxEvidenceAge = Check.atLeastADay(value, "context.maxEvidenceAge");
            return this;
        }

        /** Sets the purpose for which the data in it are processed, an identifier. Default: not stated. */
        public Builder purpose(String value) {
            purpose = Check.name(value, "context.purpose");
            return this;
        }

        /** Sets whether the persons concerned consented. Default: false. */
        public Builder consented(boolean value) {
            consented = value;
            return this;
        }

        /** Sets who wrote the signed reasoning in its messages, which then goes nowhere else. */
        public Builder reasoningFrom(ReasoningOrigin value) {
            reasoningFrom = Check.notNull(value, "context.reasoningFrom");
            return this;
        }

        /** Sets how sensitive the content is. */
        public Builder sensitivity(Sensitivity value) {
            sensitivity = Check.notNull(value, "context.sensitivity");
            return this;
        }

        /** Sets what the request wants of the router's cache. */
        public Builder cacheMode(CacheMode value) {
            cacheMode = Check.notNull(value, "context.cacheMode");
            return this;
        }

        /**
         * Sets how similar another request must be at least, if its answer is to be taken for this one's: 0 to 1. It can
         * only make the operator's own threshold stricter; 1 takes no answers to others at all.
         */
        public Builder minSimilarity(double value) {
            minSimilarity = Check.between(0, 1, value, "context.minSimilarity");
            return this;
        }

        /** Sets the labels. */
        public Builder tags(Map<String, String> values) {
            tags = Check.copy(values, "context.tags");
            return this;
        }

        /** Returns the context. */
        public RequestContext build() {
            return new RequestContext(this);
        }
    }
}

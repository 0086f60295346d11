package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.target.Sharing;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link DataPolicy} requires of requests. A request can require more of itself, never less. What is not set requires
 * nothing. Immutable; equal by value.
 *
 * <pre>{@code
 * DataRule rule = DataRule.builder()
 *         .residency(ResidencyRequirement.within(RegionSet.EU))
 *         .maxRetention(Duration.ZERO)
 *         .maxSharing(Sharing.NONE)
 *         .purposes("support")
 *         .build();
 * }</pre>
 */
public final class DataRule {
    private final @Nullable ResidencyRequirement residency;
    private final boolean residencyRequired;
    private final @Nullable Duration maxRetention;
    private final Sharing maxSharing;
    private final @Nullable Duration maxEvidenceAge;
    private final @Nullable Set<String> purposes;
    private final boolean consentRequired;
    private final boolean cacheForbidden;
    private final Set<String> guards;

    private DataRule(Builder builder) {
        residency = builder.residency;
        residencyRequired = builder.residencyRequired;
        maxRetention = builder.maxRetention;
        maxSharing = builder.maxSharing;
        maxEvidenceAge = builder.maxEvidenceAge;
        purposes = builder.purposes;
        consentRequired = builder.consentRequired;
        cacheForbidden = builder.cacheForbidden;
        guards = builder.guards;
    }

    /** Returns a builder of a rule that requires nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns where requests may be processed at most; empty for everywhere. */
    public Optional<ResidencyRequirement> residency() {
        return Optional.ofNullable(residency);
    }

    /** Returns whether requests without any residency, of their own or of a rule, are rejected. Default: false. */
    public boolean residencyRequired() {
        return residencyRequired;
    }

    /** Returns the longest that requests may be kept; empty for any time. */
    public Optional<Duration> maxRetention() {
        return Optional.ofNullable(maxRetention);
    }

    /** Returns the widest sharing that is allowed. Default: {@link Sharing#UNKNOWN}, which allows any. */
    public Sharing maxSharing() {
        return maxSharing;
    }

    /** Returns the age from which on evidence is none; empty for never. */
    public Optional<Duration> maxEvidenceAge() {
        return Optional.ofNullable(maxEvidenceAge);
    }

    /** Returns the purposes of which a request has to state one; empty if it need not. */
    public Optional<Set<String>> purposes() {
        return Optional.ofNullable(purposes);
    }

    /** Returns whether requests that do not state consent are rejected. Default: false. */
    public boolean consentRequired() {
        return consentRequired;
    }

    /** Returns whether the router's cache has nothing to do with such requests. Default: false. */
    public boolean cacheForbidden() {
        return cacheForbidden;
    }

    /** Returns the ids of guards that the router must have. Each guard of a router inspects all of its requests. */
    public Set<String> guards() {
        return guards;
    }

    /** Returns whether a request does all that the rule requires, so that nothing of it has to be changed. Allocates nothing. */
    public boolean isKeptBy(RequestContext context) {
        return isPlaceKept(context.residency().orElse(null))
                && isAtMost(context.maxRetention().orElse(null), maxRetention)
                && context.maxSharing().isWithin(maxSharing)
                && isAtMost(context.maxEvidenceAge().orElse(null), maxEvidenceAge)
                && isPurposeAllowed(context.purpose().orElse(null))
                && (!consentRequired || context.consented())
                && (!cacheForbidden || context.cacheMode() == CacheMode.BYPASS);
    }

    private boolean isPlaceKept(@Nullable ResidencyRequirement own) {
        return own == null
                ? residency == null && !residencyRequired
                : residency == null
                        || own.equals(residency)
                        || residency.allowedRegions().containsAll(own.allowedRegions());
    }

    private static boolean isAtMost(@Nullable Duration own, @Nullable Duration limit) {
        return limit == null || (own != null && own.compareTo(limit) <= 0);
    }

    /** Returns whether a request of this purpose is allowed; null if it states none. */
    public boolean isPurposeAllowed(@Nullable String purpose) {
        return purposes == null || (purpose != null && purposes.contains(purpose));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataRule that
                && Objects.equals(residency, that.residency)
                && residencyRequired == that.residencyRequired
                && Objects.equals(maxRetention, that.maxRetention)
                && maxSharing == that.maxSharing
                && Objects.equals(maxEvidenceAge, that.maxEvidenceAge)
                && Objects.equals(purposes, that.purposes)
                && consentRequired == that.consentRequired
                && cacheForbidden == that.cacheForbidden
                && guards.equals(that.guards);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                residency,
                residencyRequired,
                maxRetention,
                maxSharing,
                maxEvidenceAge,
                purposes,
                consentRequired,
                cacheForbidden,
                guards);
    }

    @Override
    public String toString() {
        return "DataRule[residency=" + (residency == null ? "any" : new TreeSet<>(residency.allowedRegions()))
                + (residencyRequired ? ", required" : "")
                + ", maxRetention=" + (maxRetention == null ? "any" : maxRetention)
                + ", maxSharing=" + maxSharing
                + ", maxEvidenceAge=" + (maxEvidenceAge == null ? "any" : maxEvidenceAge)
                + ", purposes=" + (purposes == null ? "any" : new TreeSet<>(purposes))
                + (consentRequired ? ", consent required" : "")
                + (cacheForbidden ? ", no cache" : "")
                + (guards.isEmpty() ? "" : ", guards=" + new TreeSet<>(guards)) + "]";
    }

    /** Builds {@link DataRule}. Not thread-safe. */
    public static final class Builder {
        private @Nullable ResidencyRequirement residency;
        private boolean residencyRequired;
        private @Nullable Duration maxRetention;
        private Sharing maxSharing = Sharing.UNKNOWN;
        private @Nullable Duration maxEvidenceAge;
        private @Nullable Set<String> purposes;
        private boolean consentRequired;
        private boolean cacheForbidden;
        private Set<String> guards = Set.of();

        private Builder() {}

        /** Sets where requests may be processed at most. Default: everywhere. */
        public Builder residency(ResidencyRequirement value) {
            residency = Check.notNull(value, "dataRule.residency");
            return this;
        }

        /** Rejects requests that have no residency, neither of their own nor by another rule. */
        public Builder requireResidency() {
            residencyRequired = true;
            return this;
        }

        /** Sets the longest that requests may be kept, zero for not at all. Default: any time. */
        public Builder maxRetention(Duration value) {
            maxRetention = Check.notNegative(value, "dataRule.maxRetention");
            return this;
        }

        /** Sets the widest sharing that is allowed. Default: any. */
        public Builder maxSharing(Sharing value) {
            maxSharing = Check.notNull(value, "dataRule.maxSharing");
            return this;
        }

        /** Sets the age beyond which evidence is none, at least a day; counted in whole days, in UTC. Default: any age. */
        public Builder maxEvidenceAge(Duration value) {
            maxEvidenceAge = Check.atLeastADay(value, "dataRule.maxEvidenceAge");
            return this;
        }

        /** Sets the purposes of which a request has to state one, at least one. Default: a request need not state any. */
        public Builder purposes(String... allowed) {
            Set<String> named = new HashSet<>(Arrays.asList(Check.notNull(allowed, "dataRule.purposes")));
            named.forEach(purpose -> Check.name(purpose, "dataRule.purposes[]"));
            if (named.isEmpty()) {
                throw Check.invalid("dataRule.purposes", "empty", "at least one purpose");
            }
            purposes = Set.copyOf(named);
            return this;
        }

        /** Rejects requests that do not state the consent of the persons concerned. */
        public Builder requireConsent() {
            consentRequired = true;
            return this;
        }

        /** Keeps such requests out of the router's cache: nothing is remembered, found, or shared with others in progress. */
        public Builder noCache() {
            cacheForbidden = true;
            return this;
        }

        /** Sets which guards the router must have, by id. A policy that names others is refused. Default: none. */
        public Builder guards(String... ids) {
            Set<String> named = new HashSet<>(Arrays.asList(Check.notNull(ids, "dataRule.guards")));
            named.forEach(id -> Check.name(id, "dataRule.guards[]"));
            guards = Set.copyOf(named);
            return this;
        }

        /** Returns the rule. */
        public DataRule build() {
            return new DataRule(this);
        }
    }
}

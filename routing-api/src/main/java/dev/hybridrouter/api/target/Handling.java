package dev.hybridrouter.api.target;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How requests and answers are handled by whoever is sent them: a target, an embedder, a remote guard, a shared cache, or an
 * MCP server. States who operates it, where it is called, where data may be processed, how long they are kept, and who gets a
 * copy. What is not stated is unknown, and unknown is refused wherever a request or a policy requires the fact.
 *
 * <p>Destinations carry their own date and evidence, because they are often read from the provider. {@link #asOf()} and
 * {@link #evidence()} are about all other facts. Immutable; equal by value.
 *
 * <pre>{@code
 * Handling handling = Handling.builder()
 *         .operators("Amazon Web Services EMEA SARL")
 *         .callRegion("eu-central-1")
 *         .destinations(Destinations.declared(LocalDate.of(2026, 11, 24), "operations", "eu-central-1"))
 *         .retention(Duration.ZERO)
 *         .sharing(Sharing.NONE)
 *         .declared(LocalDate.of(2026, 11, 24), "operations")
 *         .build();
 * }</pre>
 */
public final class Handling implements JsonWritable {
    private static final Handling UNKNOWN = new Builder().build();

    private final Set<String> operators;
    private final @Nullable String callRegion;
    private final @Nullable Destinations destinations;
    private final @Nullable Duration retention;
    private final Sharing sharing;
    private final Set<String> sharedIn;
    private final @Nullable LocalDate asOf;
    private final @Nullable String evidence;

    private Handling(Builder builder) {
        operators = builder.operators;
        callRegion = builder.callRegion;
        destinations = builder.destinations;
        retention = builder.retention;
        sharing = builder.sharing;
        sharedIn = builder.sharedIn;
        asOf = builder.asOf;
        evidence = builder.evidence;
        if (!sharedIn.isEmpty() && (sharing == Sharing.NONE || sharing == Sharing.UNKNOWN)) {
            throw Check.invalid("handling.sharedIn", sharedIn, "none, where sharing is " + sharing);
        }
    }

    /** Returns the handling of which nothing is known. */
    public static Handling unknown() {
        return UNKNOWN;
    }

    /** Returns a builder of which nothing is known. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns who operates it: names of companies, the sub-processors of a record of processing. Empty if unknown. */
    public Set<String> operators() {
        return operators;
    }

    /** Returns the region in which it is called; empty if unknown. */
    public Optional<String> callRegion() {
        return Optional.ofNullable(callRegion);
    }

    /** Returns where data may be processed, the call region not counted unless named; empty if unknown. */
    public Optional<Destinations> destinations() {
        return Optional.ofNullable(destinations);
    }

    /** Returns the longest that request or answer are kept; zero means not at all, empty means unknown. */
    public Optional<Duration> retention() {
        return Optional.ofNullable(retention);
    }

    /** Returns who gets a copy. Default: {@link Sharing#UNKNOWN}. */
    public Sharing sharing() {
        return sharing;
    }

    /** Returns the regions in which those have the copy whom {@link #sharing()} names; empty if unknown or nobody. */
    public Set<String> sharedIn() {
        return sharedIn;
    }

    /** Returns the day of the statement about all but the destinations; empty if it is not dated. */
    public Optional<LocalDate> asOf() {
        return Optional.ofNullable(asOf);
    }

    /** Returns who says so, about all but the destinations; empty if nobody is named. */
    public Optional<String> evidence() {
        return Optional.ofNullable(evidence);
    }

    /**
     * Returns the handling of data that pass through this and another: all operators and regions of both, the longer
     * retention, the wider sharing, the older date. A fact that either does not know is unknown. The call region is this
     * one's; the other's counts as a destination.
     */
    public Handling alongside(Handling other) {
        Check.notNull(other, "handling.other");
        Builder both = toBuilder();
        both.operators =
                operators.isEmpty() || other.operators.isEmpty() ? Set.of() : union(operators, other.operators);
        both.destinations = destinationsOfBoth(other);
        both.retention = retention == null || other.retention == null
                ? null
                : retention.compareTo(other.retention) >= 0 ? retention : other.retention;
        both.sharing = sharing.isWithin(other.sharing) ? other.sharing : sharing;
        both.sharedIn = both.sharing == Sharing.UNKNOWN ? Set.of() : placesOfCopies(other);
        both.asOf = asOf == null || other.asOf == null ? null : older(asOf, other.asOf);
        both.evidence = evidence == null || other.evidence == null ? null : joined(evidence, other.evidence);
        return both.build();
    }

    private @Nullable Destinations destinationsOfBoth(Handling other) {
        if (destinations == null || other.destinations == null) {
            return null;
        }
        Set<String> regions = union(destinations.regions(), other.destinations.regions());
        if (other.callRegion != null) {
            regions = union(regions, Set.of(other.callRegion));
        }
        return new Destinations(
                regions,
                older(destinations.asOf(), other.destinations.asOf()),
                joined(destinations.evidence(), other.destinations.evidence()));
    }

    private Set<String> placesOfCopies(Handling other) {
        boolean unknown = (sharing != Sharing.NONE && sharedIn.isEmpty())
                || (other.sharing != Sharing.NONE && other.sharedIn.isEmpty());
        return unknown ? Set.of() : union(sharedIn, other.sharedIn);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return Set.copyOf(all);
    }

    private static LocalDate older(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    private static String joined(String one, String other) {
        return one.equals(other) ? one : one + ", and " + other;
    }

    /** Returns a builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.operators = operators;
        builder.callRegion = callRegion;
        builder.destinations = destinations;
        builder.retention = retention;
        builder.sharing = sharing;
        builder.sharedIn = sharedIn;
        builder.asOf = asOf;
        builder.evidence = evidence;
        return builder;
    }

    /**
     * Returns the handling as one JSON object: {@code operators}, {@code call_region}, {@code destinations} ({@code regions},
     * {@code as_of}, {@code evidence}), {@code retention} in the form of ISO 8601, {@code sharing}, {@code shared_in}, {@code as_of},
     * {@code evidence}. What is unknown is left out; names are in alphabetical order. Names and order of the fields are stable, new
     * ones may be added between them.
     */
    @Override
    public String toJson() {
        JsonObject json = new JsonObject();
        names(json, "operators", operators);
        callRegion().ifPresent(value -> json.text("call_region", value));
        destinations().ifPresent(value -> json.json("destinations", toJson(value)));
        retention().ifPresent(value -> json.text("retention", value.toString()));
        json.text("sharing", sharing.name());
        names(json, "shared_in", sharedIn);
        asOf().ifPresent(value -> json.text("as_of", value.toString()));
        evidence().ifPresent(value -> json.text("evidence", value));
        return json.end();
    }

    private static String toJson(Destinations known) {
        JsonObject json = new JsonObject();
        names(json, "regions", known.regions());
        return json.text("as_of", known.asOf().toString())
                .text("evidence", known.evidence())
                .end();
    }

    private static void names(JsonObject json, String field, Set<String> values) {
        if (!values.isEmpty()) {
            json.list(field, values.stream().sorted().toList(), JsonObject::quote);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof Handling that && isEqual(that));
    }

    private boolean isEqual(Handling that) {
        return operators.equals(that.operators)
                && Objects.equals(callRegion, that.callRegion)
                && Objects.equals(destinations, that.destinations)
                && Objects.equals(retention, that.retention)
                && sharing == that.sharing
                && sharedIn.equals(that.sharedIn)
                && Objects.equals(asOf, that.asOf)
                && Objects.equals(evidence, that.evidence);
    }

    @Override
    public int hashCode() {
        return Objects.hash(operators, callRegion, destinations, retention, sharing, sharedIn, asOf, evidence);
    }

    @Override
    public String toString() {
        return "Handling[operators=" + (operators.isEmpty() ? "unknown" : operators) + ", callRegion="
                + orUnknown(callRegion) + ", destinations=" + orUnknown(destinations) + ", retention="
                + orUnknown(retention) + ", sharing=" + sharing + (sharedIn.isEmpty() ? "" : " in " + sharedIn)
                + ", asOf=" + orUnknown(asOf) + ", evidence=" + orUnknown(evidence) + "]";
    }

    private static Object orUnknown(@Nullable Object value) {
        return value == null ? "unknown" : value;
    }

    /** Builds {@link Handling}. Not thread-safe. */
    public static final class Builder {
        private Set<String> operators = Set.of();
        private @Nullable String callRegion;
        private @Nullable Destinations destinations;
        private @Nullable Duration retention;
        private Sharing sharing = Sharing.UNKNOWN;
        private Set<String> sharedIn = Set.of();
        private @Nullable LocalDate asOf;
        private @Nullable String evidence;

        private Builder() {}

        /** Sets who operates it, by the names of companies. Default: unknown. */
        public Builder operators(String... names) {
            operators = Check.copy(set(names, "handling.operators"), "handling.operators");
            operators.forEach(name -> Check.notBlank(name, "handling.operators[]"));
            return this;
        }

        /** Sets the region in which it is called, such as {@code eu-central-1}. Default: unknown. */
        public Builder callRegion(String value) {
            callRegion = Check.region(value, "handling.callRegion");
            return this;
        }

        /** Sets where data may be processed. Default: unknown. */
        public Builder destinations(Destinations value) {
            destinations = Check.notNull(value, "handling.destinations");
            return this;
        }

        /** Sets the longest that request or answer are kept, zero for not at all. Default: unknown. */
        public Builder retention(Duration value) {
            retention = Check.notNegative(value, "handling.retention");
            return this;
        }

        /** Sets who gets a copy, and forgets where. Default: {@link Sharing#UNKNOWN}. */
        public Builder sharing(Sharing value) {
            sharing = Check.notNull(value, "handling.sharing");
            sharedIn = Set.of();
            return this;
        }

        /** Sets the regions in which those have the copy whom {@link #sharing} names. Default: unknown. */
        public Builder sharedIn(String... regions) {
            sharedIn = Check.copy(set(regions, "handling.sharedIn"), "handling.sharedIn");
            sharedIn.forEach(region -> Check.region(region, "handling.sharedIn[]"));
            return this;
        }

        /**
         * Sets who says so and when, about all but the destinations. Set it anew whenever one of these facts is set anew.
         * Default: neither is known.
         *
         * @param day the day the statement was made or read
         * @param source for example {@code GetAccountDataRetention in eu-central-1}
         */
        public Builder evidence(LocalDate day, String source) {
            asOf = Check.notNull(day, "handling.asOf");
            evidence = Check.notBlank(source, "handling.evidence");
            return this;
        }

        /** Sets a person who vouches for all but the destinations. */
        public Builder declared(LocalDate day, String by) {
            return evidence(day, "declared by " + Check.notBlank(by, "handling.by"));
        }

        /** Takes back who says so and when. */
        Builder withoutEvidence() {
            asOf = null;
            evidence = null;
            return this;
        }

        /** Takes back where it is called. */
        Builder withoutCallRegion() {
            callRegion = null;
            return this;
        }

        /** Takes back what is known of the destinations. */
        public Builder unknownDestinations() {
            destinations = null;
            return this;
        }

        /** Takes back what is known of the retention. */
        public Builder unknownRetention() {
            retention = null;
            return this;
        }

        private static Set<String> set(String[] values, String field) {
            return new HashSet<>(Arrays.asList(Check.notNull(values, field)));
        }

        /** Returns the handling. */
        public Handling build() {
            return new Handling(this);
        }
    }
}

package dev.hybridrouter.api.target;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One routable destination: a provider adapter, a model or inference profile, a region and a path, with what is known of
 * its capabilities, limits, price, and handling of data. Streaming and system texts are assumed unless
 * {@link Builder#capabilities} says otherwise; all else that is not declared is unknown, and unknown never satisfies a
 * hard constraint. Immutable.
 */
public final class Target {
    private final TargetId id;
    private final String provider;
    private final String model;
    private final @Nullable String region;
    private final Path path;
    private final Set<Capability> capabilities;
    private final @Nullable Long contextWindow;
    private final @Nullable Tariff tariff;
    private final Handling handling;
    private final double weight;
    private final @Nullable Duration attemptTimeout;

    private Target(Builder builder) {
        id = builder.id;
        provider = builder.provider;
        model = builder.model;
        handling = builder.handling();
        region = handling.callRegion().orElse(null);
        path = builder.path;
        capabilities = Set.copyOf(builder.capabilities);
        contextWindow = builder.contextWindow;
        tariff = builder.tariff;
        weight = builder.weight;
        attemptTimeout = builder.attemptTimeout;
    }

    /**
     * Returns a builder of a target.
     *
     * @param id unique name within the router
     * @param provider id of the provider adapter that serves it
     * @param model model id, inference-profile id or ARN, as the adapter understands it
     */
    public static Builder builder(String id, String provider, String model) {
        return new Builder(
                new TargetId(id), Check.name(provider, "target.provider"), Check.notBlank(model, "target.model"));
    }

    /** Unique name within the router. */
    public TargetId id() {
        return id;
    }

    /** Id of the provider adapter that serves it. */
    public String provider() {
        return provider;
    }

    /** Model id, inference-profile id or ARN, as the adapter understands it. */
    public String model() {
        return model;
    }

    /** Region the call is sent to; {@link #handling()} states where it may be processed. */
    public Optional<String> region() {
        return Optional.ofNullable(region);
    }

    /** How it is reached; {@link Path#DIRECT} by default. */
    public Path path() {
        return path;
    }

    /** What it can do; by default streaming and system text. */
    public Set<Capability> capabilities() {
        return capabilities;
    }

    /** Most input and output tokens together; empty if unknown. */
    public OptionalLong contextWindow() {
        return contextWindow == null ? OptionalLong.empty() : OptionalLong.of(contextWindow);
    }

    /** What it charges; empty if unpriced, which is not free. */
    public Optional<Tariff> tariff() {
        return Optional.ofNullable(tariff);
    }

    /**
     * Returns where requests may be processed, how long they are kept, and who gets a copy. Its call region is the target's.
     */
    public Handling handling() {
        return handling;
    }

    /** Share of traffic under a weighted strategy, relative to other targets; 1 by default. */
    public double weight() {
        return weight;
    }

    /** Longest one attempt may take here; empty leaves it to the retry policy and the request's deadline. */
    public Optional<Duration> attemptTimeout() {
        return Optional.ofNullable(attemptTimeout);
    }

    /** Returns a builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder(id, provider, model);
        builder.region = region;
        builder.path = path;
        builder.capabilities = capabilities;
        builder.contextWindow = contextWindow;
        builder.tariff = tariff;
        builder.handling = handling.toBuilder().withoutCallRegion().build(); // the region stands for it
        builder.weight = weight;
        builder.attemptTimeout = attemptTimeout;
        return builder;
    }

    @Override
    public String toString() {
        return "Target[" + id + ", " + path + ", " + provider + ", " + model + (region == null ? "" : ", " + region)
                + "]";
    }

    /** Builds {@link Target}. Not thread-safe. */
    public static final class Builder {
        private final TargetId id;
        private final String provider;
        private final String model;
        private @Nullable String region;
        private Path path = Path.DIRECT;
        private Set<Capability> capabilities = EnumSet.of(Capability.STREAMING, Capability.SYSTEM_TEXT);
        private @Nullable Long contextWindow;
        private @Nullable Tariff tariff;
        private Handling handling = Handling.unknown();
        private double weight = 1;
        private @Nullable Duration attemptTimeout;

        private Builder(TargetId id, String provider, String model) {
            this.id = id;
            this.provider = provider;
            this.model = model;
        }

        /** Sets the region the call is sent to. The call region of {@link #handling}, if stated, must be the same. */
        public Builder region(String value) {
            region = Check.region(value, "target.region");
            return this;
        }

        /** Sets the path. */
        public Builder path(Path value) {
            path = Check.notNull(value, "target.path");
            return this;
        }

        /** Sets what it can do, in place of the default. */
        public Builder capabilities(Set<Capability> values) {
            capabilities = Check.copy(values, "target.capabilities");
            return this;
        }

        /** Sets the context window in tokens, at least 1. */
        public Builder contextWindow(long tokens) {
            contextWindow = Check.atLeast(1, tokens, "target.contextWindow");
            return this;
        }

        /** Sets one price for requests of every size. */
        public Builder price(TokenPrice value) {
            return tariff(Tariff.of(Check.notNull(value, "target.price")));
        }

        /** Sets what it charges. */
        public Builder tariff(Tariff value) {
            tariff = Check.notNull(value, "target.tariff");
            return this;
        }

        /** Sets how requests and answers are handled, in place of what was set before. Default: unknown. */
        public Builder handling(Handling value) {
            handling = Check.notNull(value, "target.handling");
            return this;
        }

        /** Sets where a request may be processed, as {@link #handling} does with the rest of it left as it is. */
        public Builder destinations(Destinations value) {
            handling = handling.toBuilder()
                    .destinations(Check.notNull(value, "target.destinations"))
                    .build();
            return this;
        }

        /**
         * Sets the longest the provider keeps request or answer; zero means not at all. The statement is not dated, and takes
         * the date from others of the {@link #handling} but the destinations: a policy that limits the age of evidence takes
         * them for unknown. State {@link #handling} with its date where one does.
         */
        public Builder retention(Duration value) {
            handling = handling.toBuilder()
                    .retention(Check.notNegative(value, "target.retention"))
                    .withoutEvidence()
                    .build();
            return this;
        }

        /** The handling with the target's call region, which either may state, but not both differently. */
        private Handling handling() {
            if (region == null) {
                return handling;
            }
            handling.callRegion().filter(called -> !called.equals(region)).ifPresent(called -> {
                throw Check.invalid(
                        "target[" + id + "].handling.callRegion", called, region + ", the region of the target");
            });
            return handling.toBuilder().callRegion(region).build();
        }

        /** Sets the share of traffic under a weighted strategy, at least 0; zero means only when nothing else is left. */
        public Builder weight(double value) {
            weight = Check.between(0, 1_000_000, value, "target.weight");
            return this;
        }

        /** Sets the longest one attempt may take. */
        public Builder attemptTimeout(Duration value) {
            attemptTimeout = Check.positive(value, "target.attemptTimeout");
            return this;
        }

        /** Returns the target. */
        public Target build() {
            return new Target(this);
        }
    }
}

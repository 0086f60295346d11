package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.Sensitivity;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.spi.Ranker;
import dev.hybridrouter.spi.RoutingStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a router decides, as far as that may change while it works. Immutable. */
public final class RoutingPolicy {
    private static final RoutingPolicy DEFAULTS = new Builder().build();
    private static final String ABSENT = "absent";

    private final RouteMatrix matrix;
    private final RetryPolicy retry;
    private final List<RoutingStrategy> strategies;
    private final @Nullable Ranker ranker;
    private final Set<TargetId> resting;
    private final DataPolicy data;

    private RoutingPolicy(Builder builder) {
        matrix = builder.matrix;
        retry = builder.retry;
        strategies = builder.strategies;
        ranker = builder.ranker;
        resting = builder.resting;
        data = builder.data;
    }

    /** Returns the policy with all defaults. */
    public static RoutingPolicy defaults() {
        return DEFAULTS;
    }

    /** Returns a builder with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Priority, deadline and paths by operation type; {@link RouteMatrix#defaults()} by default. */
    public RouteMatrix matrix() {
        return matrix;
    }

    /** How often and how long a request is tried; {@link RetryPolicy#defaults()} by default. */
    public RetryPolicy retry() {
        return retry;
    }

    /** The strategies that order the targets, the most important first; if empty, as the matrix prefers. */
    public List<RoutingStrategy> strategies() {
        return strategies;
    }

    /** Returns what has the last word on the order of the targets; empty by default. */
    public Optional<Ranker> ranker() {
        return Optional.ofNullable(ranker);
    }

    /** Targets that take no requests; none by default. */
    public Set<TargetId> resting() {
        return resting;
    }

    /** Returns the rules about data. Default: {@link DataPolicy#none()}. */
    public DataPolicy data() {
        return data;
    }

    /** Returns a builder that starts from this policy. */
    public Builder toBuilder() {
        Builder builder = new Builder().matrix(matrix).retry(retry);
        builder.strategies = strategies;
        builder.ranker = ranker;
        builder.resting = resting;
        builder.data = data;
        return builder;
    }

    /** Returns in what the other differs from this, by field; empty if in nothing. Strategies and rankers are told apart by name. */
    public List<PolicyChange> changesTo(RoutingPolicy other) {
        List<PolicyChange> changes = new ArrayList<>();
        Stream.concat(matrix.operations().stream(), other.matrix.operations().stream())
                .distinct()
                .sorted(Comparator.comparing(OperationType::name))
                .forEach(operation -> compare(operation, other.matrix, changes));
        compare("retry.maxAttempts", retry.maxAttempts(), other.retry.maxAttempts(), changes);
        compare("retry.firstPause", retry.firstPause(), other.retry.firstPause(), changes);
        compare("retry.maxPause", retry.maxPause(), other.retry.maxPause(), changes);
        compare("retry.attemptShare", retry.attemptShare(), other.retry.attemptShare(), changes);
        compare("strategies", names(strategies), names(other.strategies), changes);
        compare("ranker", name(ranker), name(other.ranker), changes);
        compare("resting", names(resting), names(other.resting), changes);
        compare(other.data, changes);
        return List.copyOf(changes);
    }

    private void compare(OperationType operation, RouteMatrix others, List<PolicyChange> changes) {
        String field = "matrix." + operation.name();
        if (matrix.knows(operation) && others.knows(operation)) {
            RouteRule before = matrix.rule(operation);
            RouteRule after = others.rule(operation);
            compare(field + ".priority", before.priority(), after.priority(), changes);
            compare(field + ".deadline", before.deadline(), after.deadline(), changes);
            compare(field + ".paths", before.paths(), after.paths(), changes);
        } else {
            compare(field, text(matrix, operation), text(others, operation), changes);
        }
    }

    private void compare(DataPolicy others, List<PolicyChange> changes) {
        compare("data.everywhere", text(data.everywhere()), text(others.everywhere()), changes);
        Stream.concat(data.byOperation().keySet().stream(), others.byOperation().keySet().stream())
                .distinct()
                .sorted(Comparator.comparing(OperationType::name))
                .forEach(each -> compare(
                        "data.operation." + each,
                        text(Optional.ofNullable(data.byOperation().get(each))),
                        text(Optional.ofNullable(others.byOperation().get(each))),
                        changes));
        for (Sensitivity each : Sensitivity.values()) {
            compare(
                    "data.sensitivity." + each,
                    text(Optional.ofNullable(data.bySensitivity().get(each))),
                    text(Optional.ofNullable(others.bySensitivity().get(each))),
                    changes);
        }
        if (!data.byTenant().equals(others.byTenant())) { // by number: tenants are named nowhere
            changes.add(new PolicyChange(
                    "data.tenants",
                    data.byTenant().size() + " with rules",
                    others.byTenant().size() + " with rules"));
        }
    }

    private static String text(Optional<DataRule> rule) {
        return rule.map(DataRule::toString).orElse(ABSENT);
    }

    private static String text(RouteMatrix matrix, OperationType operation) {
        return matrix.knows(operation) ? matrix.rule(operation).toString() : ABSENT;
    }

    private static void compare(String field, Object before, Object after, List<PolicyChange> changes) {
        if (!Objects.equals(before, after)) {
            changes.add(new PolicyChange(field, before.toString(), after.toString()));
        }
    }

    private static List<String> names(List<RoutingStrategy> strategies) {
        return strategies.stream().map(RoutingStrategy::name).toList();
    }

    private static String name(@Nullable Ranker ranker) {
        return ranker == null ? ABSENT : ranker.name();
    }

    private static Set<String> names(Set<TargetId> targets) {
        return targets.stream().map(TargetId::value).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Builds {@link RoutingPolicy}. Not thread-safe. */
    public static final class Builder {
        private RouteMatrix matrix = RouteMatrix.defaults();
        private RetryPolicy retry = RetryPolicy.defaults();
        private List<RoutingStrategy> strategies = List.of();
        private @Nullable Ranker ranker;
        private Set<TargetId> resting = Set.of();
        private DataPolicy data = DataPolicy.none();

        private Builder() {}

        /** Sets priority, deadline and paths by operation type. */
        public Builder matrix(RouteMatrix value) {
            matrix = Check.notNull(value, "policy.matrix");
            return this;
        }

        /** Sets how often and how long a request is tried. */
        public Builder retry(RetryPolicy value) {
            retry = Check.notNull(value, "policy.retry");
            return this;
        }

        /** Sets the strategies that order the targets, the most important first. */
        public Builder strategies(RoutingStrategy... chain) {
            strategies = Check.notEmpty(Arrays.asList(Check.notNull(chain, "policy.strategies")), "policy.strategies");
            return this;
        }

        /** Sets what has the last word on the order of the targets, after the strategies. Default: nobody has. */
        public Builder ranker(Ranker value) {
            ranker = Check.notNull(value, "policy.ranker");
            return this;
        }

        /** Sets which targets take no requests, by id. */
        public Builder resting(String... targets) {
            resting = Stream.of(Check.notNull(targets, "policy.resting"))
                    .map(TargetId::new)
                    .collect(Collectors.toUnmodifiableSet());
            return this;
        }

        /** Sets the rules about data. Default: none. */
        public Builder data(DataPolicy value) {
            data = Check.notNull(value, "policy.data");
            return this;
        }

        /** Returns the policy. */
        public RoutingPolicy build() {
            return new RoutingPolicy(this);
        }
    }
}

package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.api.target.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Priority, deadline and path preference by operation type. Immutable. Where all targets of a router are on one path,
 * that path serves everything.
 */
public final class RouteMatrix {
    private static final RouteMatrix DEFAULTS = new Builder(new HashMap<>())
            .rule(OperationType.EMERGENCY, RouteRule.of(Priority.CRITICAL, Duration.ofSeconds(5), Path.DIRECT))
            .rule(
                    OperationType.INFRASTRUCTURE,
                    RouteRule.of(Priority.CRITICAL, Duration.ofSeconds(10), Path.DIRECT, Path.MCP))
            .rule(
                    OperationType.META_MONITOR,
                    RouteRule.of(Priority.HIGH, Duration.ofSeconds(15), Path.DIRECT, Path.MCP))
            .rule(
                    OperationType.IMPLEMENTATION,
                    RouteRule.of(Priority.HIGH, Duration.ofSeconds(15), Path.DIRECT, Path.MCP))
            .rule(OperationType.STANDARD, RouteRule.of(Priority.MEDIUM, Duration.ofSeconds(30), Path.MCP, Path.DIRECT))
            .rule(OperationType.BACKGROUND, RouteRule.of(Priority.LOW, Duration.ofSeconds(60), Path.MCP, Path.DIRECT))
            .build();

    private final Map<OperationType, RouteRule> rules;
    private final RouteRule standard;

    private RouteMatrix(Map<OperationType, RouteRule> rules, RouteRule standard) {
        this.rules = rules;
        this.standard = standard;
    }

    /**
     * Returns the default matrix: EMERGENCY 5 s on DIRECT alone, INFRASTRUCTURE 10 s, META_MONITOR and IMPLEMENTATION
     * 15 s on DIRECT then MCP, STANDARD 30 s and BACKGROUND 60 s on MCP then DIRECT.
     */
    public static RouteMatrix defaults() {
        return DEFAULTS;
    }

    /** The rule of an operation type; an unknown one has the rule of {@link OperationType#STANDARD}. */
    public RouteRule rule(OperationType operation) {
        return rules.getOrDefault(operation, standard);
    }

    /** Whether the operation type has a rule of its own. */
    public boolean knows(OperationType operation) {
        return rules.containsKey(operation);
    }

    /** The operation types that have a rule of their own. */
    public Set<OperationType> operations() {
        return rules.keySet();
    }

    /** Returns a builder that starts from these rules. */
    public Builder toBuilder() {
        return new Builder(new HashMap<>(rules));
    }

    @Override
    public String toString() {
        return "RouteMatrix" + rules;
    }

    /** Builds {@link RouteMatrix}. Not thread-safe. */
    public static final class Builder {
        private final Map<OperationType, RouteRule> rules;

        private Builder(Map<OperationType, RouteRule> rules) {
            this.rules = rules;
        }

        /** Sets the rule of an operation type. */
        public Builder rule(OperationType operation, RouteRule rule) {
            rules.put(Check.notNull(operation, "matrix.operation"), Check.notNull(rule, "matrix.rule"));
            return this;
        }

        /** Returns the matrix. */
        public RouteMatrix build() {
            RouteRule standard = Objects.requireNonNull(rules.get(OperationType.STANDARD));
            return new RouteMatrix(Map.copyOf(rules), standard);
        }
    }
}
